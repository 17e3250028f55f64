package dev.parley.protocol.internal;

import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Marks;
import dev.parley.model.MemberSpec;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.model.internal.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Entries, messages and what they are made of, on the wire and in stores. */
final class ModelWire {

    /** The member that holds text: read and written as the UTF-8 that it is. */
    static final String TEXT = "text";

    private ModelWire() {}

    static void entry(FieldWriter out, Entry entry) {
        out.field("conversation", entry.conversation());
        out.field("seq", entry.seq());
        out.field("id", entry.id());
        out.field("sender", entry.origin().sender());
        out.field("device", entry.origin().device());
        out.field("key", entry.origin().key());
        out.time("time", entry.time());
        body(out, entry.body());
    }

    static Entry entry(Fields in) {
        Origin origin =
                new Origin(in.parsed("sender", UserId::new), in.optionalParsed("device", DeviceId::new), in.key());
        return new Entry(
                in.parsed("conversation", ConversationId::new),
                in.natural("seq"),
                in.uuid("id"),
                origin,
                in.instant("time"),
                body(in));
    }

    static void message(FieldWriter out, Message message) {
        entry(out, message.posted());
        out.nonZero("editSeq", message.editSeq());
        out.nonZero("deleteSeq", message.deleteSeq());
        out.field("asOf", message.asOf());
        out.list("reactions", message.reactions(), (w, reaction) -> {
            w.field("user", reaction.user());
            w.field("emoji", reaction.emoji());
            w.field("present", reaction.present());
            w.field("seq", reaction.seq());
        });
    }

    static Message message(Fields in) {
        if (!isMessage(in)) {
            throw in.bad("type", "not a message");
        }
        return new Message(
                entry(in),
                absentIsZero(in.optionalInteger("editSeq")),
                absentIsZero(in.optionalInteger("deleteSeq")),
                in.list(
                        "reactions",
                        reaction -> new Message.ReactionState(
                                reaction.parsed("user", UserId::new),
                                reaction.string("emoji"),
                                reaction.bool("present", true),
                                reaction.integer("seq"))),
                in.integer("asOf"));
    }

    static boolean isMessage(Fields in) {
        return "message".equals(in.string("type"));
    }

    static void body(FieldWriter out, EntryBody body) {
        if (body instanceof EntryBody.Created created) {
            out.field("type", "created");
            out.field("kind", created.kind().wireName());
            out.field("title", created.title());
            out.field("history", created.history().wireName());
            out.list("members", created.members(), ModelWire::member);
        } else if (body instanceof EntryBody.Posted posted) {
            out.field("type", "message");
            if (!posted.body().equals(Message.TOMBSTONE)) {
                messageBody(out, posted.body());
            }
        } else if (body instanceof EntryBody.Edit edit) {
            out.field("type", "edit");
            out.field("target", edit.target());
            if (edit.body() != null) {
                messageBody(out, edit.body());
            }
        } else if (body instanceof EntryBody.Delete delete) {
            out.field("type", "delete");
            out.field("target", delete.target());
        } else if (body instanceof EntryBody.Reaction reaction) {
            out.field("type", "reaction");
            out.field("target", reaction.target());
            out.field("emoji", reaction.emoji());
            out.field("present", reaction.present());
        } else if (body instanceof EntryBody.Renamed renamed) {
            out.field("type", "renamed");
            out.field("title", renamed.title());
        } else if (body instanceof EntryBody.MembersAdded added) {
            out.field("type", "members_added");
            out.list("members", added.members(), ModelWire::member);
        } else if (body instanceof EntryBody.MemberRemoved removed) {
            out.field("type", "member_removed");
            out.field("user", removed.user());
        } else if (body instanceof EntryBody.RoleChanged changed) {
            out.field("type", "role_changed");
            out.field("user", changed.user());
            out.field("role", changed.role().wireName());
        } else if (body instanceof EntryBody.Unknown unknown) {
            out.field("type", unknown.type());
        }
    }

    static EntryBody body(Fields in) {
        String type = in.string("type");
        return switch (type) {
            case "created" ->
                new EntryBody.Created(
                        in.named("kind", ConversationKind::ofWireName),
                        in.optionalString("title"),
                        in.named("history", HistoryPolicy::ofWireName),
                        in.list("members", ModelWire::member));
            case "message" -> new EntryBody.Posted(hasContent(in) ? messageBody(in) : Message.TOMBSTONE);
            case "edit" -> new EntryBody.Edit(in.integer("target"), hasContent(in) ? messageBody(in) : null);
            case "delete" -> new EntryBody.Delete(in.integer("target"));
            case "reaction" ->
                new EntryBody.Reaction(in.integer("target"), in.string("emoji"), in.bool("present", true));
            case "renamed" -> new EntryBody.Renamed(in.string("title"));
            case "members_added" -> new EntryBody.MembersAdded(in.list("members", ModelWire::member));
            case "member_removed" -> new EntryBody.MemberRemoved(in.parsed("user", UserId::new));
            case "role_changed" ->
                new EntryBody.RoleChanged(in.parsed("user", UserId::new), in.named("role", Role::ofWireName));
            default -> new EntryBody.Unknown(type);
        };
    }

    static void messageBody(FieldWriter out, MessageBody body) {
        out.object("content", body.content(), ModelWire::content);
        out.strings("mentions", body.mentions());
        out.optional("replyTo", body.replyTo());
        out.stringMap("custom", body.custom());
    }

    static MessageBody messageBody(Fields in) {
        return new MessageBody(
                content(in.object("content")),
                in.parsedList("mentions", UserId::new),
                in.optionalInteger("replyTo"),
                in.map("custom", Function.identity(), String.class));
    }

    private static boolean hasContent(Fields in) {
        return in.optionalObject("content") != null;
    }

    private static void content(FieldWriter out, Content content) {
        // Bytes that are no UTF-8 are not text, whatever their type says: as such they would not come back.
        int widest = content.isText() ? Utf8.widest(content.bytes()) : 0;
        if (widest > 0) {
            out.text(TEXT, content.bytes(), widest);
        } else {
            out.field("mediaType", content.mediaType());
            out.bytes("data", content.bytes());
            out.flag("encrypted", content.isEncrypted());
        }
    }

    private static Content content(Fields in) {
        byte[] text = in.optionalText(TEXT);
        if (text != null) {
            return Content.of(Content.TEXT, text);
        }
        String mediaType = in.string("mediaType");
        byte[] data = in.optionalBytes("data");
        if (data == null) {
            throw in.bad("data", "missing");
        }
        return in.bool("encrypted", false) ? Content.encrypted(mediaType, data) : Content.of(mediaType, data);
    }

    static void member(FieldWriter out, MemberSpec member) {
        out.field("user", member.user());
        out.field("role", member.role().wireName());
    }

    /** A member whose role is not given is an ordinary one. */
    static MemberSpec member(Fields in) {
        Role role = in.optionalString("role") == null ? Role.MEMBER : in.named("role", Role::ofWireName);
        return new MemberSpec(in.parsed("user", UserId::new), role);
    }

    static void marks(FieldWriter out, Marks marks) {
        out.field("delivered", marks.delivered());
        out.field("read", marks.read());
        if (marks.readShown() != marks.read()) {
            out.field("readShown", marks.readShown());
        }
    }

    static Marks marks(Fields in) {
        long read = in.natural("read");
        @Nullable Long shown = in.optionalNatural("readShown");
        return new Marks(in.natural("delivered"), read, shown == null ? read : shown);
    }

    static Map<ConversationId, Long> cursors(Fields in) {
        return new LinkedHashMap<>(in.map("cursors", ConversationId::new, Long.class));
    }

    private static long absentIsZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
