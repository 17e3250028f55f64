package dev.parley.protocol.internal;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.util.function.Function;

/** Results, errors and events on the wire: the one key besides {@code id} names the kind. */
final class AnswerWire {

    static final Kinds<Result> RESULTS = new Kinds<Result>()
            .with(Result.Welcome.class, "welcome", AnswerWire::welcome, AnswerWire::welcome)
            .with(Result.Done.class, "done", new Result.Done())
            .with(
                    Result.Ack.class,
                    "ack",
                    (out, r) -> {
                        out.field("conversation", r.conversation());
                        out.field("seq", r.seq());
                        out.field("id", r.id());
                        out.time("time", r.time());
                    },
                    in -> new Result.Ack(conversation(in), in.integer("seq"), in.uuid("id"), in.instant("time")))
            .with(
                    Result.MarksAre.class,
                    "marks",
                    (out, r) -> ModelWire.marks(out, r.marks()),
                    in -> new Result.MarksAre(ModelWire.marks(in)))
            .with(
                    Result.Page.class,
                    "page",
                    (out, r) -> ViewWire.page(out, r.page()),
                    in -> new Result.Page(ViewWire.page(in)))
            .with(
                    Result.InboxPage.class,
                    "inbox_page",
                    (out, r) -> {
                        out.list("conversations", r.conversations(), ViewWire::summary);
                        out.field("next", r.next());
                    },
                    in -> new Result.InboxPage(in.list("conversations", ViewWire::summary), in.optionalString("next")))
            .with(
                    Result.Opened.class,
                    "conversation",
                    (out, r) -> ViewWire.summary(out, r.conversation()),
                    in -> new Result.Opened(ViewWire.summary(in)))
            .with(
                    Result.Members.class,
                    "member_page",
                    (out, r) -> {
                        out.list("members", r.members(), ViewWire::member);
                        out.flag("more", r.more());
                    },
                    in -> new Result.Members(in.list("members", ViewWire::member), in.bool("more", false)))
            .with(
                    Result.MemberMarksAre.class,
                    "member_marks",
                    (out, r) -> out.list("members", r.marks(), ViewWire::memberMarks),
                    in -> new Result.MemberMarksAre(in.list("members", ViewWire::memberMarks)))
            .with(
                    Result.UnreadIs.class,
                    "unread",
                    (out, r) -> {
                        ViewWire.unread(out, r.unread());
                        out.field("conversations", r.conversations());
                    },
                    in -> new Result.UnreadIs(ViewWire.unread(in), in.count("conversations")))
            .with(
                    Result.Presences.class,
                    "presences",
                    (out, r) -> out.list("users", r.presences(), ViewWire::presence),
                    in -> new Result.Presences(in.list("users", ViewWire::presence)))
            .with(
                    Result.Devices.class,
                    "device_list",
                    (out, r) -> out.list("devices", r.devices(), ViewWire::device),
                    in -> new Result.Devices(in.list("devices", ViewWire::device)))
            .with(
                    Result.Users.class,
                    "user_list",
                    (out, r) -> out.strings("users", r.users()),
                    in -> new Result.Users(in.parsedList("users", UserId::new)))
            .with(
                    Result.Nodes.class,
                    "node_list",
                    (out, r) -> out.list("nodes", r.nodes(), ViewWire::node),
                    in -> new Result.Nodes(ViewWire.nodes(in)));

    static final Kinds<Event> EVENTS = new Kinds<Event>()
            .with(
                    Event.Appended.class,
                    "entry",
                    (out, e) -> ModelWire.entry(out, e.entry()),
                    in -> new Event.Appended(ModelWire.entry(in)))
            .with(Event.Synced.class, "synced", AnswerWire::synced, AnswerWire::synced)
            .with(
                    Event.SyncDone.class,
                    "sync_done",
                    (out, e) -> out.flag("limited", e.limited()),
                    in -> new Event.SyncDone(in.bool("limited", false)))
            .with(
                    Event.InboxChanged.class,
                    "inbox",
                    (out, e) -> ViewWire.summary(out, e.summary()),
                    in -> new Event.InboxChanged(ViewWire.summary(in)))
            .with(
                    Event.MarksGrew.class,
                    "marks",
                    (out, e) -> {
                        out.field("conversation", e.conversation());
                        out.field("user", e.user());
                        ModelWire.marks(out, e.marks());
                    },
                    in -> new Event.MarksGrew(conversation(in), user(in), ModelWire.marks(in)))
            .with(
                    Event.TypingChanged.class,
                    "typing",
                    (out, e) -> {
                        out.field("conversation", e.conversation());
                        out.field("user", e.user());
                        out.field("active", e.active());
                        out.field("expiresMs", e.expiresMs());
                    },
                    in -> new Event.TypingChanged(
                            conversation(in), user(in), in.bool("active", false), in.integer("expiresMs")))
            .with(
                    Event.PresenceChanged.class,
                    "presence",
                    (out, e) -> ViewWire.presence(out, e.presence()),
                    in -> new Event.PresenceChanged(ViewWire.presence(in)))
            .with(
                    Event.Hint.class,
                    "hint",
                    (out, e) -> {
                        out.field("conversation", e.conversation());
                        out.field("head", e.head());
                    },
                    in -> new Event.Hint(conversation(in), in.integer("head")))
            .with(
                    Event.GoingAway.class,
                    "going_away",
                    (out, e) -> {
                        out.field("reconnectAfterMs", e.reconnectAfterMs());
                        out.list("nodes", e.nodes(), ViewWire::node);
                    },
                    in -> new Event.GoingAway(in.integer("reconnectAfterMs"), ViewWire.nodes(in)))
            .with(Event.Resync.class, "resync", new Event.Resync())
            .with(Event.Ping.class, "ping", new Event.Ping());

    private AnswerWire() {}

    static void error(FieldWriter out, WireError error) {
        out.field("code", error.code());
        out.field("message", error.message());
        out.field("retryable", error.retryable());
        out.optional("retryAfterMs", error.retryAfterMs());
    }

    static WireError error(Fields in) {
        String message = in.optionalString("message");
        return new WireError(
                in.string("code"),
                message == null ? "" : message,
                in.bool("retryable", false),
                in.optionalInteger("retryAfterMs"));
    }

    private static ConversationId conversation(Fields in) {
        return in.parsed("conversation", ConversationId::new);
    }

    private static UserId user(Fields in) {
        return in.parsed("user", UserId::new);
    }

    private static void welcome(FieldWriter out, Result.Welcome welcome) {
        out.field("user", welcome.user());
        out.field("device", welcome.device());
        out.time("time", welcome.time());
        out.field("pingMs", welcome.pingMs());
        out.numberMap("limits", welcome.limits());
        out.strings("capabilities", welcome.capabilities());
    }

    private static Result.Welcome welcome(Fields in) {
        return new Result.Welcome(
                user(in),
                in.parsed("device", DeviceId::new),
                in.instant("time"),
                in.integer("pingMs"),
                in.map("limits", Function.identity(), Long.class),
                in.parsedList("capabilities", Function.identity()));
    }

    private static void synced(FieldWriter out, Event.Synced synced) {
        out.object("summary", synced.summary(), ViewWire::summary);
        out.object("page", synced.page(), ViewWire::page);
        out.flag("limited", synced.limited());
    }

    private static Event.Synced synced(Fields in) {
        return new Event.Synced(
                ViewWire.summary(in.object("summary")), ViewWire.optionalPage(in, "page"), in.bool("limited", false));
    }
}
