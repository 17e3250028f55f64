package dev.parley.client.fake;

import dev.parley.client.ClientListener;
import dev.parley.client.ClientOptions;
import dev.parley.client.ConnectionState;
import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.client.internal.ClientSetup;
import dev.parley.client.internal.ConnectedClient;
import dev.parley.client.internal.Environment;
import dev.parley.client.internal.session.SessionOptions;
import dev.parley.client.store.ClientStore;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.view.Conversation;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.MemberMarks;
import dev.parley.view.Presence;
import dev.parley.view.Unread;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A client of user ada on a virtual clock, its scripted server, and a record of what its listeners heard. */
public final class World implements ClientListener {

    public static final UserId ADA = new UserId("ada");
    public static final UserId BOB = new UserId("bob");
    public static final DeviceId DEVICE = new DeviceId("d1");
    public static final ConversationId C1 = new ConversationId("c.1");
    public static final ConversationId C2 = new ConversationId("c.2");

    public final VirtualLoop loop = new VirtualLoop();
    public final ScriptedServer server = new ScriptedServer(FrameCodec.CBOR, loop);
    public final List<String> heard = new ArrayList<>();
    public final List<String> entries = new ArrayList<>();
    public final List<Throwable> failures = new ArrayList<>();
    public final ConnectedClient client;
    public UserId user = ADA;
    public int tokens;
    private int keys;

    public World() {
        this(new InMemoryClientStore(), ClientOptions.DEFAULT);
    }

    public World(ClientStore store, ClientOptions options) {
        Environment environment = new Environment(
                loop, new Random(7), () -> "key" + System.identityHashCode(this) + "-" + keys++, failures::add);
        SessionOptions session = new SessionOptions(
                URI.create("ws://scripted"),
                FrameCodec.CBOR,
                () -> CompletableFuture.completedFuture("token" + tokens++),
                DEVICE,
                "");
        client = new ConnectedClient(
                environment, new ClientSetup(session, options, server, store, store.open(), List.of(this)), loop::run);
    }

    /** Connects and signs in; the sync is left to answer. */
    public ScriptedServer.Asked<Command.Sync> signIn() {
        client.start();
        loop.run();
        return welcome();
    }

    public ScriptedServer.Asked<Command.Sync> welcome() {
        server.accept();
        server.answer(
                server.next(Command.Hello.class),
                new Result.Welcome(user, DEVICE, Instant.EPOCH, 25_000, Map.of(), List.of()));
        return server.next(Command.Sync.class);
    }

    /** Connects and catches up on some conversations. */
    public void goLive(Event.Synced... synced) {
        ScriptedServer.Asked<Command.Sync> sync = signIn();
        catchUp(sync, synced);
    }

    public void catchUp(ScriptedServer.Asked<Command.Sync> sync, Event.Synced... synced) {
        server.answer(sync, new Result.Done());
        for (Event.Synced one : synced) {
            server.push(one);
        }
        server.push(new Event.SyncDone(false));
    }

    /** Waits as long as any backoff lasts, and lets the client in again. */
    public ScriptedServer.Asked<Command.Sync> comeBack() {
        int before = server.attempts();
        loop.advance(20_000);
        if (server.attempts() == before) {
            throw new AssertionError("the client did not connect again");
        }
        return welcome();
    }

    public static Event.Synced synced(ConversationId conversation, long first, long last) {
        return new Event.Synced(summary(conversation, last), page(conversation, first, last, last, first > 1), false);
    }

    public static ConversationSummary summary(ConversationId conversation, long head) {
        return new ConversationSummary(
                new Conversation(conversation, ConversationKind.GROUP, "Team", HistoryPolicy.FULL, 1, 2),
                head,
                1,
                Role.OWNER,
                null,
                head == 0 ? null : Message.of(said(conversation, head)),
                Marks.NONE,
                new Unread((int) head, 0, false),
                ConversationSettings.DEFAULT,
                null,
                List.of(new MemberMarks(ADA, Marks.NONE), new MemberMarks(BOB, Marks.NONE)));
    }

    public static EntryPage page(ConversationId conversation, long first, long last, long head, boolean before) {
        List<EntryPage.Item> items = new ArrayList<>();
        for (long seq = first; seq <= last; seq++) {
            items.add(new EntryPage.Said(Message.of(said(conversation, seq)).asOf(head)));
        }
        return new EntryPage(items, head, head, before, last < head);
    }

    /** A message of bob. */
    public static Entry said(ConversationId conversation, long seq) {
        return entry(conversation, seq, BOB, "k" + seq, new EntryBody.Posted(MessageBody.text("m" + seq)));
    }

    public static Entry entry(ConversationId conversation, long seq, UserId sender, String key, EntryBody body) {
        DeviceId device = sender.equals(ADA) ? DEVICE : null;
        return new Entry(
                conversation, seq, new UUID(1, seq), new Origin(sender, device, key), Instant.ofEpochSecond(seq), body);
    }

    public static Result.Ack ack(ConversationId conversation, long seq) {
        return new Result.Ack(conversation, seq, new UUID(1, seq), Instant.ofEpochSecond(seq));
    }

    @Override
    public void connectionChanged(ConnectionState state) {
        heard.add("state " + state.phase());
    }

    @Override
    public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        entries.add(conversation + "#" + item.seq() + (live ? "" : " backlog"));
    }

    @Override
    public void messageChanged(ConversationId conversation, Message message) {
        heard.add("changed " + conversation + "#" + message.seq());
    }

    @Override
    public void timelineReset(ConversationId conversation) {
        heard.add("reset " + conversation);
    }

    @Override
    public void marksChanged(ConversationId conversation, UserId whose, Marks marks) {
        heard.add("marks " + conversation + " " + whose + " " + marks.delivered() + " " + marks.read());
    }

    @Override
    public void typing(ConversationId conversation, UserId who, boolean active) {
        heard.add((active ? "typing " : "silent ") + conversation + " " + who);
    }

    @Override
    public void presence(Presence presence) {
        heard.add((presence.online() ? "online " : "offline ") + presence.user());
    }

    @Override
    public void synced() {
        heard.add("synced");
    }

    @Override
    public void sent(Sending sending, Outcome outcome) {
        heard.add("sent " + outcome.getClass().getSimpleName());
    }
}
