package dev.parley.integration.sim;

import dev.parley.client.ClientOptions;
import dev.parley.client.internal.ClientSetup;
import dev.parley.client.internal.ConnectedClient;
import dev.parley.client.internal.Environment;
import dev.parley.client.internal.loop.Loop;
import dev.parley.client.internal.session.SessionOptions;
import dev.parley.client.store.ClientStore;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.session.Sessions;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.FrameCodec;
import dev.parley.testkit.runtime.FakeRuntime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A real engine and real clients in one thread, on virtual time, from a seed. Users are whom their token names. Confined
 * to the test's thread.
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
    private final Chat chat;
    private final Tap tap;
    private int keys;

    public SimNet(long seed, ChatOptions options, Tap tap) {
        this.runtime = new FakeRuntime(seed);
        this.random = new Random(seed);
        this.tap = tap;
        chat = Chat.builder(InMemoryStores.create(), runtime.runtime())
                .authenticator(credentials -> CompletableFuture.completedStage(
                        new Authenticator.Identity(new UserId(credentials.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .failures((where, failure) -> failures.add(new AssertionError("the engine failed: " + where, failure)))
                .options(options)
                .build();
    }

    /** A client that is not yet started. */
    public ConnectedClient client(
            String user,
            DeviceId device,
            FrameCodec codec,
            SimAccess access,
            ClientStore store,
            ClientOptions options) {
        Environment environment = new Environment(new SimLoop(), random, () -> "k" + keys++, failures::add);
        SessionOptions session = new SessionOptions(
                URI.create("ws://sim/v1/connect"),
                codec,
                () -> CompletableFuture.completedFuture(user),
                device,
                device.value());
        return new ConnectedClient(
                environment, new ClientSetup(session, options, access, store, store.open(), List.of()), () -> {});
    }

    public SimAccess access(String who) {
        return new SimAccess(this, who);
    }

    public Chat chat() {
        return chat;
    }

    /** What failed in the background, which nothing should. */
    public List<Throwable> failures() {
        return failures;
    }

    public Random random() {
        return random;
    }

    /** Lets time pass, and everybody do what they then do. */
    public void pass(Duration time) {
        runtime.advance(time);
    }

    FakeRuntime runtime() {
        return runtime;
    }

    Sessions sessions() {
        return chat.sessions();
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
