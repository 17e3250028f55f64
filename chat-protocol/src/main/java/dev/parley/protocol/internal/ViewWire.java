package dev.parley.protocol.internal;

import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.DeviceId;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.Device;
import dev.parley.view.EntryPage;
import dev.parley.view.Member;
import dev.parley.view.MemberMarks;
import dev.parley.view.NodeAddress;
import dev.parley.view.Presence;
import dev.parley.view.Unread;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a user sees, on the wire. */
final class ViewWire {

    private ViewWire() {}

    static void summary(FieldWriter out, ConversationSummary summary) {
        Conversation conversation = summary.conversation();
        out.field("conversation", conversation.id());
        out.field("kind", conversation.kind().wireName());
        out.field("title", conversation.title());
        out.field("history", conversation.history().wireName());
        out.field("stateSeq", conversation.stateSeq());
        out.field("memberCount", conversation.memberCount());
        out.field("head", summary.head());
        out.field("visibleFrom", summary.visibleFrom());
        Role role = summary.role();
        out.field("role", role == null ? null : role.wireName());
        out.field("peer", summary.peer());
        out.object("last", summary.last(), ModelWire::message);
        out.object("marks", summary.marks(), ModelWire::marks);
        out.object("unread", summary.unread(), ViewWire::unread);
        settings(out, summary.settings());
        out.field("sortId", summary.sortId());
        out.list("memberMarks", summary.memberMarks(), ViewWire::memberMarks);
    }

    static ConversationSummary summary(Fields in) {
        Fields last = in.optionalObject("last");
        Conversation conversation = new Conversation(
                in.parsed("conversation", ConversationId::new),
                in.named("kind", ConversationKind::ofWireName),
                in.optionalString("title"),
                in.named("history", HistoryPolicy::ofWireName),
                in.integer("stateSeq"),
                in.count("memberCount"));
        return new ConversationSummary(
                conversation,
                in.integer("head"),
                in.integer("visibleFrom"),
                in.optionalString("role") == null ? null : in.named("role", Role::ofWireName),
                in.optionalParsed("peer", UserId::new),
                last == null ? null : ModelWire.message(last),
                ModelWire.marks(in.object("marks")),
                unread(in.object("unread")),
                settings(in),
                in.optionalUuid("sortId"),
                in.list("memberMarks", ViewWire::memberMarks));
    }

    static void settings(FieldWriter out, ConversationSettings settings) {
        out.time("mutedUntil", settings.mutedUntil());
        out.flag("pinned", settings.pinned());
    }

    static ConversationSettings settings(Fields in) {
        return new ConversationSettings(in.optionalInstant("mutedUntil"), in.bool("pinned", false));
    }

    static void unread(FieldWriter out, Unread unread) {
        out.field("messages", unread.messages());
        out.field("mentions", unread.mentions());
        out.flag("capped", unread.capped());
    }

    static Unread unread(Fields in) {
        return new Unread(in.count("messages"), in.count("mentions"), in.bool("capped", false));
    }

    static void memberMarks(FieldWriter out, MemberMarks marks) {
        out.field("user", marks.user());
        ModelWire.marks(out, marks.marks());
    }

    static MemberMarks memberMarks(Fields in) {
        return new MemberMarks(in.parsed("user", UserId::new), ModelWire.marks(in));
    }

    static void page(FieldWriter out, EntryPage page) {
        out.list("entries", page.items(), ViewWire::item);
        out.field("head", page.head());
        out.field("asOf", page.asOf());
        out.flag("before", page.before());
        out.flag("after", page.after());
    }

    static EntryPage page(Fields in) {
        return new EntryPage(
                in.list("entries", ViewWire::item),
                in.integer("head"),
                in.integer("asOf"),
                in.bool("before", false),
                in.bool("after", false));
    }

    private static void item(FieldWriter out, EntryPage.Item item) {
        if (item instanceof EntryPage.Said said) {
            ModelWire.message(out, said.message());
        } else if (item instanceof EntryPage.Happened happened) {
            ModelWire.entry(out, happened.entry());
        }
    }

    private static EntryPage.Item item(Fields in) {
        return ModelWire.isMessage(in)
                ? new EntryPage.Said(ModelWire.message(in))
                : new EntryPage.Happened(ModelWire.entry(in));
    }

    static void member(FieldWriter out, Member member) {
        out.field("user", member.user());
        out.field("role", member.role().wireName());
        out.field("since", member.since());
    }

    static Member member(Fields in) {
        return new Member(in.parsed("user", UserId::new), in.named("role", Role::ofWireName), in.integer("since"));
    }

    static void device(FieldWriter out, Device device) {
        out.field("device", device.id());
        out.field("name", device.name());
        out.time("createdAt", device.createdAt());
        out.time("lastSeenAt", device.lastSeenAt());
    }

    static Device device(Fields in) {
        return new Device(
                in.parsed("device", DeviceId::new),
                in.string("name"),
                in.instant("createdAt"),
                in.instant("lastSeenAt"));
    }

    static void presence(FieldWriter out, Presence presence) {
        out.field("user", presence.user());
        out.field("online", presence.online());
        out.time("lastActiveAt", presence.lastActiveAt());
    }

    static Presence presence(Fields in) {
        return new Presence(
                in.parsed("user", UserId::new), in.bool("online", false), in.optionalInstant("lastActiveAt"));
    }

    static void node(FieldWriter out, NodeAddress address) {
        out.field("node", address.node());
        out.field("connect", address.connect());
        out.field("api", address.api());
        out.field("region", address.region());
    }

    /** Nodes that this version can reach: an address of a kind that it does not know is left out. */
    static List<NodeAddress> nodes(Fields in) {
        return in.list("nodes", ViewWire::node).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<NodeAddress> node(Fields in) {
        String name = in.string("node");
        String connect = in.string("connect");
        String api = in.string("api");
        String region = in.optionalString("region");
        try {
            return Optional.of(new NodeAddress(name, URI.create(connect), URI.create(api), region));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static @Nullable EntryPage optionalPage(Fields in, String name) {
        Fields page = in.optionalObject(name);
        return page == null ? null : page(page);
    }
}
