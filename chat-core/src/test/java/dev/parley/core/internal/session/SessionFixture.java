package dev.parley.core.internal.session;

import dev.parley.core.AdmissionOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.SessionOptions;
import dev.parley.core.internal.cluster.OtherNodes;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.limit.UserRates;
import dev.parley.core.internal.presence.PresenceNode;
import dev.parley.core.internal.presence.PresenceOptions;
import dev.parley.core.internal.presence.PresenceService;
import dev.parley.core.internal.presence.TypingService;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.runtime.ManualRuntime;
import dev.parley.core.spi.node.NodeId;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A registry with everything around it, on a manual runtime. */
final class SessionFixture {

    static final UserId ADA = new UserId("ada");
    static final ConversationId ROOM = new ConversationId("room");

    final ManualRuntime manual = new ManualRuntime();
    final FakeCommands commands = new FakeCommands();
    final List<Throwable> failures = new ArrayList<>();
    /** What the listener heard: {@code +user/device} and {@code -user/device}. */
    final List<String> heard = new ArrayList<>();

    final Set<UserId> hidden = new HashSet<>();
    final SessionIndex index = new SessionIndex();
    final PresenceService presence;
    final TypingService typing;
    final List<UserId> typingEnded = new ArrayList<>();
    final SessionRegistry registry;

    SessionFixture() {
        this(SessionOptions.DEFAULT, RateOptions.DEFAULT);
    }

    SessionFixture(SessionOptions options, RateOptions rates) {
        this(options, rates, AdmissionOptions.DEFAULT);
    }

    SessionFixture(SessionOptions options, RateOptions rates, AdmissionOptions admission) {
        var runtime = manual.runtime();
        presence = new PresenceService(
                runtime,
                new PresenceNode(
                        new NodeId("node-1"),
                        new InMemorySessionDirectory(runtime.clock()),
                        OtherNodes.NONE,
                        user -> {},
                        () -> {}),
                new PresenceOptions(options.offlineAfter(), Duration.ofSeconds(30), 3),
                (actor, users) -> {
                    Set<UserId> visible = new HashSet<>(users);
                    visible.removeAll(hidden);
                    return CompletableFuture.completedFuture(visible);
                },
                presence -> {},
                (where, failure) -> failures.add(failure));
        typing = new TypingService(
                runtime.scheduler(),
                options.typing(),
                (conversation, user) -> typingEnded.add(user),
                (where, failure) -> failures.add(failure));
        SessionListener listener = new SessionListener() {
            @Override
            public void opened(UserId user, DeviceId device, Instant registered) {
                heard.add("+" + user + "/" + device);
            }

            @Override
            public void closed(UserId user, DeviceId device) {
                heard.add("-" + user + "/" + device);
            }
        };
        SessionParts parts = new SessionParts(
                commands,
                presence,
                typing,
                new UserRates(runtime.clock(), rates.userSends(), rates.userBurst()),
                listener,
                (where, failure) -> failures.add(failure));
        registry = new SessionRegistry(
                runtime, new SessionSettings(options, rates, admission, 100, Map.of("text", 100_000L)), parts, index);
    }

    /** The defaults with other bounds. */
    static SessionOptions bounds(int outbound, int perUser, int requests) {
        SessionOptions base = SessionOptions.DEFAULT;
        return new SessionOptions(
                base.helloTimeout(),
                base.ping(),
                outbound,
                base.stuck(),
                perUser,
                requests,
                base.offlineAfter(),
                base.typing());
    }

    FakeConnection connect() {
        FakeConnection connection = new FakeConnection(manual);
        connection.session = registry.open(connection, manual.now().toEpochMilli());
        return connection;
    }

    /** Connects and says hello. */
    FakeConnection join(String user, String device) {
        FakeConnection connection = connect();
        connection.send(1, hello(user, device));
        return connection;
    }

    static Command.Hello hello(String token, String device) {
        return new Command.Hello(token, new DeviceId(device), "a device", "test", List.of());
    }

    static Command.Send send(String key) {
        return new Command.Send(ROOM, key, MessageBody.text("hi"));
    }

    static Entry entry(ConversationId conversation, long seq, String text) {
        return new Entry(
                conversation,
                seq,
                new UUID(7, seq),
                new Origin(new UserId("bob"), null, "k" + seq),
                java.time.Instant.EPOCH,
                new EntryBody.Posted(MessageBody.text(text)));
    }

    /** Delivers an entry to Ada, without running anything. */
    void deliver(long seq) {
        index.deliver(List.of(ADA), Delivery.of(new Event.Appended(entry(ROOM, seq, "text"))));
    }
}
