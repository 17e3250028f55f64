package dev.parley.protocol.internal;

import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.DeviceId;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import java.util.function.Function;

/** Commands on the wire: the one key besides {@code id} names the command. */
final class CommandWire {

    static final Kinds<Command> KINDS = new Kinds<Command>()
            .with(Command.Hello.class, "hello", CommandWire::hello, CommandWire::hello)
            .with(
                    Command.Sync.class,
                    "sync",
                    (out, c) -> {
                        out.numberMap("cursors", c.cursors());
                        out.optional("conversations", c.conversations());
                        out.optional("entries", c.entries());
                    },
                    in -> new Command.Sync(
                            ModelWire.cursors(in), in.optionalInt("conversations"), in.optionalInt("entries")))
            .with(Command.Ping.class, "ping", new Command.Ping())
            .with(Command.Pong.class, "pong", new Command.Pong())
            .with(
                    Command.Send.class,
                    "send",
                    (out, c) -> {
                        write(out, c);
                        ModelWire.messageBody(out, c.body());
                    },
                    in -> new Command.Send(conversation(in), in.key(), ModelWire.messageBody(in)))
            .with(
                    Command.SendTo.class,
                    "send_to",
                    (out, c) -> {
                        out.field("to", c.to());
                        out.field("key", c.key());
                        ModelWire.messageBody(out, c.body());
                    },
                    in -> new Command.SendTo(in.parsed("to", UserId::new), in.key(), ModelWire.messageBody(in)))
            .with(
                    Command.Edit.class,
                    "edit",
                    (out, c) -> {
                        write(out, c);
                        out.field("target", c.target());
                        ModelWire.messageBody(out, c.body());
                    },
                    in -> new Command.Edit(conversation(in), in.key(), in.integer("target"), ModelWire.messageBody(in)))
            .with(
                    Command.Delete.class,
                    "delete",
                    (out, c) -> {
                        write(out, c);
                        out.field("target", c.target());
                    },
                    in -> new Command.Delete(conversation(in), in.key(), in.integer("target")))
            .with(
                    Command.React.class,
                    "react",
                    (out, c) -> {
                        write(out, c);
                        out.field("target", c.target());
                        out.field("emoji", c.emoji());
                        out.field("present", c.present());
                    },
                    in -> new Command.React(
                            conversation(in),
                            in.key(),
                            in.integer("target"),
                            in.string("emoji"),
                            in.bool("present", true)))
            .with(
                    Command.Receipt.class,
                    "receipt",
                    (out, c) -> {
                        out.field("conversation", c.conversation());
                        out.optional("delivered", c.delivered());
                        out.optional("read", c.read());
                        out.flag("hidden", c.hidden());
                    },
                    in -> new Command.Receipt(
                            conversation(in),
                            in.optionalInteger("delivered"),
                            in.optionalInteger("read"),
                            in.bool("hidden", false)))
            .with(
                    Command.History.class,
                    "history",
                    (out, c) -> {
                        out.field("conversation", c.conversation());
                        out.optional("before", c.before());
                        out.optional("after", c.after());
                        out.optional("around", c.around());
                        out.optional("limit", c.limit());
                    },
                    in -> new Command.History(
                            conversation(in),
                            in.optionalInteger("before"),
                            in.optionalInteger("after"),
                            in.optionalInteger("around"),
                            in.optionalInt("limit")))
            .with(
                    Command.Inbox.class,
                    "inbox",
                    (out, c) -> {
                        out.field("cursor", c.cursor());
                        out.optional("limit", c.limit());
                    },
                    in -> new Command.Inbox(in.optionalString("cursor"), in.optionalInt("limit")))
            .with(
                    Command.Show.class,
                    "show",
                    (out, c) -> out.field("conversation", c.conversation()),
                    in -> new Command.Show(conversation(in)))
            .with(Command.Create.class, "create", CommandWire::create, CommandWire::create)
            .with(
                    Command.OpenDirect.class,
                    "open_direct",
                    (out, c) -> out.field("user", c.user()),
                    in -> new Command.OpenDirect(user(in)))
            .with(
                    Command.Rename.class,
                    "rename",
                    (out, c) -> {
                        write(out, c);
                        out.field("title", c.title());
                    },
                    in -> new Command.Rename(conversation(in), in.key(), in.string("title")))
            .with(
                    Command.AddMembers.class,
                    "add_members",
                    (out, c) -> {
                        write(out, c);
                        out.list("members", c.members(), ModelWire::member);
                    },
                    in -> new Command.AddMembers(conversation(in), in.key(), in.list("members", ModelWire::member)))
            .with(
                    Command.RemoveMember.class,
                    "remove_member",
                    (out, c) -> {
                        write(out, c);
                        out.field("user", c.user());
                    },
                    in -> new Command.RemoveMember(conversation(in), in.key(), user(in)))
            .with(
                    Command.ChangeRole.class,
                    "change_role",
                    (out, c) -> {
                        write(out, c);
                        out.field("user", c.user());
                        out.field("role", c.role().wireName());
                    },
                    in -> new Command.ChangeRole(
                            conversation(in), in.key(), user(in), in.named("role", Role::ofWireName)))
            .with(
                    Command.ListMembers.class,
                    "members",
                    (out, c) -> {
                        out.field("conversation", c.conversation());
                        out.field("after", c.after());
                        out.optional("limit", c.limit());
                    },
                    in -> new Command.ListMembers(
                            conversation(in), in.optionalParsed("after", UserId::new), in.optionalInt("limit")))
            .with(
                    Command.ListMarks.class,
                    "marks",
                    (out, c) -> out.field("conversation", c.conversation()),
                    in -> new Command.ListMarks(conversation(in)))
            .with(
                    Command.Configure.class,
                    "configure",
                    (out, c) -> {
                        out.field("conversation", c.conversation());
                        ViewWire.settings(out, c.settings());
                    },
                    in -> new Command.Configure(conversation(in), ViewWire.settings(in)))
            .with(Command.CountUnread.class, "unread", new Command.CountUnread())
            .with(
                    Command.Typing.class,
                    "typing",
                    (out, c) -> {
                        out.field("conversation", c.conversation());
                        out.field("active", c.active());
                    },
                    in -> new Command.Typing(conversation(in), in.bool("active", true)))
            .with(
                    Command.Watch.class,
                    "watch",
                    (out, c) -> out.strings("users", c.users()),
                    in -> new Command.Watch(in.parsedList("users", UserId::new)))
            .with(Command.ListDevices.class, "devices", new Command.ListDevices())
            .with(
                    Command.RevokeDevice.class,
                    "revoke_device",
                    (out, c) -> out.field("device", c.device()),
                    in -> new Command.RevokeDevice(in.parsed("device", DeviceId::new)))
            .with(
                    Command.Block.class,
                    "block",
                    (out, c) -> {
                        out.field("user", c.user());
                        out.field("blocked", c.blocked());
                    },
                    in -> new Command.Block(user(in), in.bool("blocked", true)))
            .with(Command.ListBlocked.class, "blocked", new Command.ListBlocked())
            .with(
                    Command.ListNodes.class,
                    "nodes",
                    (out, c) -> out.optional("limit", c.limit()),
                    in -> new Command.ListNodes(in.optionalInt("limit")));

    private CommandWire() {}

    private static void write(FieldWriter out, Command.Write command) {
        out.field("conversation", command.conversation());
        out.field("key", command.key());
    }

    private static ConversationId conversation(Fields in) {
        return in.parsed("conversation", ConversationId::new);
    }

    private static UserId user(Fields in) {
        return in.parsed("user", UserId::new);
    }

    private static void hello(FieldWriter out, Command.Hello hello) {
        out.field("token", hello.token());
        out.field("device", hello.device());
        out.field("deviceName", hello.deviceName());
        out.field("client", hello.client());
        out.strings("capabilities", hello.capabilities());
    }

    private static Command.Hello hello(Fields in) {
        String name = in.optionalString("deviceName");
        String client = in.optionalString("client");
        return new Command.Hello(
                in.optionalString("token"),
                in.parsed("device", DeviceId::new),
                name == null ? "" : name,
                client == null ? "" : client,
                in.parsedList("capabilities", Function.identity()));
    }

    private static void create(FieldWriter out, Command.Create create) {
        out.field("key", create.key());
        out.field("kind", create.kind().wireName());
        out.field("title", create.title());
        out.field("history", create.history().wireName());
        out.list("members", create.members(), ModelWire::member);
    }

    private static Command.Create create(Fields in) {
        ConversationKind kind = in.optionalString("kind") == null
                ? ConversationKind.GROUP
                : in.named("kind", ConversationKind::ofWireName);
        HistoryPolicy history = in.optionalString("history") == null
                ? HistoryPolicy.JOINED
                : in.named("history", HistoryPolicy::ofWireName);
        return new Command.Create(in.key(), kind, in.string("title"), history, in.list("members", ModelWire::member));
    }
}
