package dev.parley.benchmarks.load.parley;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import dev.parley.benchmarks.load.talk.Dialect;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.model.UserId;
import dev.parley.transport.websocket.ChatServer;
import dev.parley.transport.websocket.options.ConnectionOptions;
import dev.parley.transport.websocket.options.ServerOptions;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Parley on one of its stores, through its public API alone. Thread-safe. */
final class ParleySubject implements Subject {

    private static final int CONNECTIONS = 100_000;

    private final String name;
    private final String guarantees;
    private final Function<Scene, Dialect> dialects;
    private final OpenStore.Opening store;

    ParleySubject(String name, String guarantees, Function<Scene, Dialect> dialects, OpenStore.Opening store) {
        this.name = name;
        this.guarantees = guarantees;
        this.dialects = dialects;
        this.store = store;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String guarantees() {
        return guarantees;
    }

    @Override
    public Set<Workload> workloads() {
        // These are about sessions, not stores: once, on the store that keeps no rows in the heap.
        return name.equals("parley-rocksdb")
                ? EnumSet.allOf(Workload.class)
                : EnumSet.complementOf(EnumSet.of(Workload.SESSIONS, Workload.CROWD));
    }

    @Override
    public boolean acks() {
        return true;
    }

    @Override
    public Dialect dialect(Scene scene) {
        return dialects.apply(scene);
    }

    @Override
    public Serving serve(ServerSettings settings) throws IOException {
        OpenStore opened = store.open(settings.directory());
        SystemRuntime runtime = SystemRuntime.start();
        Chat chat = opened.setting()
                .apply(Chat.builder(opened.stores(), runtime.runtime())
                        .authenticator(who -> CompletableFuture.completedStage(
                                new Authenticator.Identity(new UserId(who.token()), null)))
                        .accessPolicy(AccessPolicy.allowAll())
                        .options(ChatOptions.DEFAULT.with(RateOptions.NONE)))
                .build();
        // All clients of a benchmark come from one address.
        ConnectionOptions caps = ConnectionOptions.DEFAULT.withCaps(CONNECTIONS, CONNECTIONS);
        ChatServer server = ChatServer.builder(chat)
                .host("127.0.0.1")
                .port(0)
                .options(ServerOptions.DEFAULT.with(caps))
                .start();
        return new Running(opened, runtime, chat, server);
    }

    /** What runs. Immutable. */
    private record Running(OpenStore store, SystemRuntime runtime, Chat chat, ChatServer server) implements Serving {

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public List<Long> helpers() {
            return store.helpers();
        }

        @Override
        public String note() {
            return store.stores().durability();
        }

        @Override
        public void close() throws IOException {
            chat.close();
            server.close();
            store.closing().close();
            runtime.close();
        }
    }
}
