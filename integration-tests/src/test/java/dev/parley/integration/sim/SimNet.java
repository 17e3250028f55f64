package dev.parley.integration.sim;

import dev.parley.client.ClientListener;
import dev.parley.client.ClientOptions;
import dev.parley.client.internal.ClientSetup;
import dev.parley.client.internal.ConnectedClient;
import dev.parley.client.internal.Environment;
import dev.parley.client.internal.loop.Loop;
import dev.parley.client.internal.session.SessionOptions;
import dev.parley.client.store.ClientStore;
import dev.parley.core.Chat;
import dev.parley.core.ChatBuilder;
import dev.parley.core.ChatOptions;
import dev.parley.core.Stores;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.FrameCodec;
import dev.parley.testkit.runtime.FakeRuntime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Real engines and real clients in one thread, on virtual time, from a seed: the nodes share stores and a bus, which can
 * be troubled. Users are whom their token names. Confined to the test's thread.
 */
public final class SimNet {

    /** Hears what goes over the wire. */
    @FunctionalInterface
    public interface Tap {
        /**
         * A message was sent.
         *
         * @param who whose connection
         * @param codec its encoding
         * @param message its bytes
         * @param request whether a client sent it
         */
        void heard(String who, FrameCodec codec, byte[] message, boolean request);
    }

    private final FakeRuntime runtime;
    private final Random random;
    private final List<Throwable> failures = new ArrayList<>();
    private final Stores stores;
    private final SessionDirectory directory;
    private final SimBus bus;
    private final Trouble trouble;
    private final ChatOptions options;
    private final Tap tap;
    private final List<SimNode> nodes = new ArrayList<>();
    private int keys;

    /**
     * Starts the nodes.
     *
     * @param seed of everything random
     * @param count how many nodes; a single one has its stores at hand, several reach them over a network
     * @param options of each engine
     * @param tap hears all frames
     */
    public SimNet(long seed, int count, ChatOptions options, Tap tap) {
        this(seed, count, options, InMemoryStores.create(), tap);
    }

    /**
     * Starts the nodes on stores of the test's.
     *
     * @param seed of everything random
     * @param count how many nodes
     * @param options of each engine
     * @param stores what is durable
     * @param tap hears all frames
     */
    public SimNet(long seed, int count, ChatOptions options, Stores stores, Tap tap) {
        this.stores = stores;
        this.runtime = new FakeRuntime(seed);
        this.random = new Random(seed);
        this.options = options;
        this.tap = tap;
        trouble = new Trouble(random);
        bus = new SimBus(runtime, trouble);
        directory = new InMemorySessionDirectory(runtime.clock());
        for (int i = 0; i < count; i++) {
            nodes.add(new SimNode(this, count == 1 ? this::alone : this::clustered));
        }
    }

    private Chat alone(SimProcess process, ChatRuntime of) {
        return engine(Chat.builder(stores, of));
    }

    private Chat clustered(SimProcess process, ChatRuntime of) {
        SimStores remote = new SimStores(runtime, process, trouble);
        return engine(Chat.builder(remote.of(stores), of).cluster(bus.of(process), remote.of(directory)));
    }

    private Chat engine(ChatBuilder builder) {
        return builder.authenticator(credentials -> CompletableFuture.completedStage(
                        new Authenticator.Identity(new UserId(credentials.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .failures(this::failed)
                .options(options)
                .build();
    }

    /** What the simulated network did is reported rightly; anything else is a fault of the engine's. */
    private void failed(String where, Throwable failure) {
        boolean expected = failure instanceof ChatException known && known.retryable();
        if (!expected) {
            failures.add(new AssertionError("the engine failed: " + where + ": " + failure, failure));
        }
    }

    /** A client that is not yet started. */
    public ConnectedClient client(
            String user,
            DeviceId device,
            FrameCodec codec,
            SimAccess access,
            ClientStore store,
            ClientOptions options,
            ClientListener listener) {
        Environment environment = new Environment(new SimLoop(), random, () -> "k" + keys++, failures::add);
        SessionOptions session = new SessionOptions(
                URI.create("ws://sim/v1/connect"),
                codec,
                () -> CompletableFuture.completedFuture(user),
                device,
                device.value());
        return new ConnectedClient(
                environment,
                new ClientSetup(session, options, access, store, store.open(), List.of(listener)),
                () -> {});
    }

    public SimAccess access(String who) {
        return new SimAccess(this, who);
    }

    /** Cuts a node off from what others tell it, for a while. */
    public void interrupt(SimNode node, Duration time) {
        if (node.running()) {
            bus.interrupt(node.process(), time);
        }
    }

    /** The directory of nodes and users loses all that it has, as a Redis does that comes back empty. */
    public void emptyDirectory() {
        directory.nodes().toCompletableFuture().join().forEach(directory::retire);
    }

    /** The only node's engine, or any. */
    public Chat chat() {
        return nodes.get(0).chat();
    }

    public List<SimNode> nodes() {
        return nodes;
    }

    public Trouble trouble() {
        return trouble;
    }

    /** A node that takes connections, as a load balancer would choose. */
    Optional<SimNode> reachable() {
        List<SimNode> running = nodes.stream().filter(SimNode::running).toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    /** All that the stores hold of a conversation. */
    public List<Entry> log(ConversationId conversation) {
        return stores.logs()
                .read(conversation, 1, Long.MAX_VALUE, Integer.MAX_VALUE, RangeEnd.OLDEST)
                .toCompletableFuture()
                .join();
    }

    /** What failed in the background, which nothing should. */
    public List<Throwable> failures() {
        return failures;
    }

    public Random random() {
        return random;
    }

    /** The idempotency key that a client was given last. */
    public String lastKey() {
        return "k" + (keys - 1);
    }

    /** Lets time pass, and everybody do what they then do. */
    public void pass(Duration time) {
        runtime.advance(time);
    }

    FakeRuntime runtime() {
        return runtime;
    }

    long now() {
        return runtime.clock().instant().toEpochMilli();
    }

    void heard(String who, FrameCodec codec, byte[] message, boolean request) {
        tap.heard(who, codec, message, request);
    }

    private final class SimLoop implements Loop {
        @Override
        public boolean execute(Runnable task) {
            runtime.executor().execute(task);
            return true;
        }

        @Override
        public Timer after(long delayMs, Runnable task) {
            return runtime.scheduler().schedule(Duration.ofMillis(delayMs), task)::cancel;
        }

        @Override
        public long nowMs() {
            return now();
        }
    }
}
