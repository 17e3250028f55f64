package dev.parley.protocol;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One frame of every kind and of every shape that a kind has. Lines are only ever added: the golden files follow them. */
final class Samples {

    static final ConversationId GROUP = new ConversationId("c.ü-1");
    static final UserId ADA = new UserId("ada");
    static final UserId BOB = new UserId("bob \uD83D\uDE80");
    private static final DeviceId PHONE = new DeviceId("d-81f3");
    private static final Instant TIME = Instant.ofEpochMilli(1_790_000_000_123L);
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    static final MessageBody RICH = new MessageBody(
            Content.text("Grüß dich,\n\"Bob\" \\ \u2028 \u0000 \uD83D\uDE80"),
            List.of(BOB, ADA),
            17L,
            Map.of("order", "4711", "a", "", "ß", "line\nfeed"));
    private static final MessageBody IMAGE =
            MessageBody.of(Content.of("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, -1}));
    private static final MessageBody SEALED =
            MessageBody.of(Content.encrypted("application/mls", new byte[] {0, 1, 2, 3, (byte) 0xF5}));

    private Samples() {}

    static List<EntryBody> bodies() {
        return List.of(
                new EntryBody.Created(ConversationKind.DIRECT, null, HistoryPolicy.FULL, members()),
                new EntryBody.Created(ConversationKind.CHANNEL, "News", HistoryPolicy.JOINED, List.of()),
                new EntryBody.Posted(MessageBody.text("hi")),
                new EntryBody.Posted(RICH),
                new EntryBody.Posted(IMAGE),
                new EntryBody.Posted(SEALED),
                new EntryBody.Posted(Message.TOMBSTONE),
                new EntryBody.Edit(17, MessageBody.text("")),
                new EntryBody.Edit(17, null),
                new EntryBody.Delete(17),
                new EntryBody.Reaction(17, "\uD83D\uDC4D", true),
                new EntryBody.Reaction(17, "\uD83D\uDC4D", false),
                new EntryBody.Renamed("Team"),
                new EntryBody.MembersAdded(members()),
                new EntryBody.MemberRemoved(BOB),
                new EntryBody.RoleChanged(BOB, Role.ADMIN));
    }

    static List<Frame> requests() {
        List<Command> commands = List.of(
                new Command.Hello("t.o.k", PHONE, "Firefox on Linux", "parley-js/0.1.0", List.of("zip")),
                new Command.Hello(null, PHONE, "", "", List.of()),
                new Command.Sync(Map.of(GROUP, 230L, new ConversationId("dm.x"), 17L), 50, 200),
                new Command.Sync(Map.of(), null, null),
                new Command.Ping(),
                new Command.Send(GROUP, "k1", RICH),
                new Command.Send(GROUP, "k2", IMAGE),
                new Command.SendTo(BOB, "k3", MessageBody.text("hi")),
                new Command.Edit(GROUP, "k4", 17, MessageBody.text("better")),
                new Command.Delete(GROUP, "k5", 17),
                new Command.React(GROUP, "k6", 17, "\uD83D\uDC4D", true),
                new Command.React(GROUP, "k7", 17, "\uD83D\uDC4D", false),
                new Command.Receipt(GROUP, 20L, 19L, true),
                new Command.Receipt(GROUP, 20L, null, false),
                new Command.History(GROUP, 20L, null, null, 200),
                new Command.History(GROUP, null, 0L, null, null),
                new Command.History(GROUP, null, null, 100L, 11),
                new Command.Inbox(null, null),
                new Command.Inbox("opaque", 10),
                new Command.Show(GROUP),
                new Command.Create("k8", ConversationKind.GROUP, "Team", HistoryPolicy.FULL, members()),
                new Command.OpenDirect(BOB),
                new Command.Rename(GROUP, "k9", "Team"),
                new Command.AddMembers(GROUP, "k10", members()),
                new Command.RemoveMember(GROUP, "k11", BOB),
                new Command.ChangeRole(GROUP, "k12", BOB, Role.OWNER),
                new Command.ListMembers(GROUP, ADA, 100),
                new Command.ListMembers(GROUP, null, null),
                new Command.ListMarks(GROUP),
                new Command.Configure(GROUP, new ConversationSettings(ConversationSettings.FOREVER, true)),
                new Command.Configure(GROUP, ConversationSettings.DEFAULT),
                new Command.CountUnread(),
                new Command.Typing(GROUP, true),
                new Command.Typing(GROUP, false),
                new Command.Watch(List.of(ADA, BOB)),
                new Command.Watch(List.of()),
                new Command.ListDevices(),
                new Command.RevokeDevice(PHONE),
                new Command.Block(BOB, true),
                new Command.Block(BOB, false),
                new Command.ListBlocked());
        List<Frame> frames = new ArrayList<>();
        for (Command command : commands) {
            frames.add(new Frame.Request(frames.size() + 1, command));
        }
        frames.add(new Frame.Request(0, new Command.Pong()));
        frames.add(new Frame.Request(50, new Command.ListNodes(2)));
        frames.add(new Frame.Request(51, new Command.ListNodes(null)));
        return frames;
    }

    static List<Frame> answers() {
        List<Frame> frames = new ArrayList<>();
        for (Result result : results()) {
            frames.add(new Frame.Ok(frames.size() + 1, result));
        }
        frames.add(new Frame.Failed((1L << 53) - 1, new WireError("rate_limited", "slow down", true, 1500L)));
        frames.add(new Frame.Failed(0, new WireError("spam", "", false, null)));
        for (Event event : events()) {
            frames.add(new Frame.Pushed(event));
        }
        frames.add(new Frame.Ok(50, new Result.Nodes(nodes())));
        frames.add(new Frame.Ok(51, new Result.Nodes(List.of())));
        frames.add(new Frame.Pushed(new Event.GoingAway(1_234, nodes())));
        frames.add(new Frame.Pushed(new Event.Resync()));
        return frames;
    }

    private static List<NodeAddress> nodes() {
        return List.of(
                new NodeAddress(
                        "n1",
                        URI.create("wss://n1.chat.example/v1/connect"),
                        URI.create("https://n1.chat.example"),
                        "eu"),
                new NodeAddress(
                        "n2", URI.create("ws://10.0.0.2:8080/v1/connect"), URI.create("http://10.0.0.2:8080"), null));
    }

    private static List<Result> results() {
        return List.of(
                new Result.Welcome(ADA, PHONE, TIME, 25_000, Map.of("text", 100_000L, "members", 100L), List.of("zip")),
                new Result.Welcome(ADA, PHONE, TIME, 25_000, Map.of(), List.of()),
                new Result.Done(),
                new Result.Ack(GROUP, 18, ID, TIME),
                new Result.MarksAre(new Marks(20, 19, 17)),
                new Result.Page(page()),
                new Result.Page(new EntryPage(List.of(), 0, 0, false, false)),
                new Result.InboxPage(List.of(full(), bare()), "opaque"),
                new Result.InboxPage(List.of(), null),
                new Result.Opened(full()),
                new Result.Members(List.of(new Member(ADA, Role.OWNER, 1), new Member(BOB, Role.MEMBER, 5)), true),
                new Result.MemberMarksAre(List.of(new MemberMarks(BOB, new Marks(20, 19, 19)))),
                new Result.UnreadIs(new Unread(7, 2, true), 3),
                new Result.Presences(List.of(new Presence(ADA, true, null), new Presence(BOB, false, TIME))),
                new Result.Devices(List.of(new Device(PHONE, "Phone", TIME, TIME.plusSeconds(60)))),
                new Result.Users(List.of(ADA, BOB)));
    }

    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        long seq = 1;
        for (EntryBody body : bodies()) {
            events.add(new Event.Appended(entry(seq++, body)));
        }
        events.add(new Event.Appended(new Entry(
                GROUP, seq, ID, new Origin(UserId.SYSTEM, null, "k"), TIME, new EntryBody.Renamed("By the system"))));
        events.add(new Event.Synced(full(), page(), true));
        events.add(new Event.Synced(bare(), null, false));
        events.add(new Event.SyncDone(true));
        events.add(new Event.SyncDone(false));
        events.add(new Event.InboxChanged(bare()));
        events.add(new Event.MarksGrew(GROUP, BOB, new Marks(20, 19, 19)));
        events.add(new Event.TypingChanged(GROUP, BOB, true, 6_000));
        events.add(new Event.TypingChanged(GROUP, BOB, false, 0));
        events.add(new Event.PresenceChanged(new Presence(BOB, false, TIME)));
        events.add(new Event.Hint(GROUP, 300));
        events.add(new Event.GoingAway(1_234));
        events.add(new Event.Ping());
        events.add(new Event.InboxChanged(sorted(ID)));
        return events;
    }

    private static EntryPage page() {
        Message reacted = new Message(
                entry(17, new EntryBody.Posted(RICH)),
                18,
                0,
                List.of(
                        new Message.ReactionState(ADA, "\uD83D\uDC4D", true, 19),
                        new Message.ReactionState(BOB, "\uD83D\uDC4D", false, 20)),
                21);
        Message deleted = new Message(entry(18, new EntryBody.Posted(Message.TOMBSTONE)), 0, 20, List.of(), 21);
        return new EntryPage(
                List.of(
                        new EntryPage.Said(reacted),
                        new EntryPage.Said(deleted),
                        new EntryPage.Happened(entry(19, new EntryBody.Edit(18, null)))),
                21,
                21,
                true,
                true);
    }

    private static ConversationSummary full() {
        return sorted(null);
    }

    private static ConversationSummary sorted(@Nullable UUID sortId) {
        return new ConversationSummary(
                new Conversation(GROUP, ConversationKind.GROUP, "Team", HistoryPolicy.JOINED, 13, 3),
                21,
                5,
                Role.ADMIN,
                BOB,
                Message.of(entry(21, new EntryBody.Posted(RICH))),
                new Marks(20, 19, 17),
                new Unread(2, 1, true),
                new ConversationSettings(TIME, true),
                sortId,
                List.of(new MemberMarks(BOB, new Marks(20, 19, 19))));
    }

    private static ConversationSummary bare() {
        return new ConversationSummary(
                new Conversation(new ConversationId("dm.x"), ConversationKind.DIRECT, null, HistoryPolicy.FULL, 1, 2),
                1,
                1,
                null,
                null,
                null,
                Marks.NONE,
                Unread.NONE,
                ConversationSettings.DEFAULT,
                null,
                List.of());
    }

    static Entry entry(long seq, EntryBody body) {
        return new Entry(GROUP, seq, ID, new Origin(ADA, PHONE, "k" + seq), TIME, body);
    }

    private static List<MemberSpec> members() {
        return List.of(new MemberSpec(ADA, Role.OWNER), new MemberSpec(BOB, Role.MEMBER));
    }
}
