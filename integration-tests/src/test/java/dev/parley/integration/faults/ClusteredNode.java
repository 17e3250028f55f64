package dev.parley.integration.faults;

import dev.parley.core.Chat;
import dev.parley.core.Health;
import dev.parley.core.Stores;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.model.UserId;
import dev.parley.presence.redis.RedisNodes;
import dev.parley.presence.redis.RedisOptions;
import dev.parley.testkit.proxy.FaultProxy;
import dev.parley.transport.websocket.ChatServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** One node of several in this process, on a way of its own to Redis. Tokens are users' names. Thread-safe. */
final class ClusteredNode implements AutoCloseable {

    private final FaultProxy proxy;
    private final RedisNodes redis;
    private final Chat chat;
    private final ChatServer server;

    private ClusteredNode(Stores stores, SystemRuntime runtime, FaultProxy proxy) {
        this.proxy = proxy;
        redis = RedisNodes.connect("redis://127.0.0.1:" + proxy.port(), RedisOptions.DEFAULT);
        chat = Chat.builder(stores, runtime.runtime())
                .authenticator(who ->
                        CompletableFuture.completedFuture(new Authenticator.Identity(new UserId(who.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .failures((where, failure) -> {}) // outages are what the tests are about
                .cluster(redis.bus(), redis.sessions())
                .build();
        server = ChatServer.builder(chat).host("127.0.0.1").port(0).start();
    }

    static ClusteredNode start(Stores stores, SystemRuntime runtime, InetSocketAddress redis) throws IOException {
        return new ClusteredNode(stores, runtime, FaultProxy.to(redis));
    }

    /** Between this node and Redis. */
    FaultProxy proxy() {
        return proxy;
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    boolean is(Health.Status status) {
        return chat.health().toCompletableFuture().join().status() == status;
    }

    @Override
    public void close() {
        chat.close();
        server.close();
        redis.close();
        proxy.close();
    }
}
