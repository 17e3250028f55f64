package dev.parley.integration.client;

import dev.parley.core.Chat;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.JdbcStore;
import dev.parley.transport.websocket.ChatServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A whole server on H2 in a folder, which can be ended and started again on the same port. Tokens are users' names. */
final class LocalServer implements AutoCloseable {

    private final JdbcStore store;
    private final SystemRuntime runtime;
    private final Chat chat;
    private final ChatServer server;

    private LocalServer(Path folder, int port) {
        store = JdbcStore.h2(folder);
        runtime = SystemRuntime.start();
        chat = Chat.builder(store.stores(), runtime.runtime())
                .authenticator(who ->
                        CompletableFuture.completedFuture(new Authenticator.Identity(new UserId(who.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .build();
        server = ChatServer.builder(chat).host("127.0.0.1").port(port).start();
    }

    static LocalServer start(Path folder, int port) {
        return new LocalServer(folder, port);
    }

    int port() {
        return server.port();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port() + "/v1/connect");
    }

    @Override
    public void close() {
        chat.close();
        server.close();
        runtime.close();
        store.close();
    }
}
