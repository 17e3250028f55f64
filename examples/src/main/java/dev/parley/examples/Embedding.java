package dev.parley.examples;

import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator.Identity;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import dev.parley.store.rocksdb.RocksStore;
import dev.parley.transport.websocket.ChatServer;
import dev.parley.transport.websocket.options.ServerOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The engine inside a program of one's own. Confined to its main thread. */
public final class Embedding {

    private Embedding() {}

    /** Sends one message in-process, then serves clients until Enter is pressed. */
    public static void main(String[] args) throws Exception {
        try (RocksStore store = RocksStore.open(Path.of("parley-data"));
                SystemRuntime runtime = SystemRuntime.start();
                Chat chat = Chat.builder(store.stores(), runtime.runtime())
                        .authenticator(who -> CompletableFuture.supplyAsync(() -> userOf(who.token())))
                        .accessPolicy(AccessPolicy.allowAll())
                        .build()) {

            Result.Ack ack = chat.messages()
                    .sendTo(
                            Actor.user("ada"),
                            new UserId("grace"),
                            "order-17-shipped",
                            MessageBody.text("It is on its way."))
                    .toCompletableFuture()
                    .join();
            System.out.println("In the store as " + ack.conversation() + " #" + ack.seq());

            ServerOptions options = ServerOptions.DEFAULT.withOrigins("http://localhost:8080");
            try (ChatServer server = ChatServer.builder(chat).options(options).start()) {
                System.out.println("Clients connect to ws://localhost:" + server.port() + "/v1/connect");
                System.in.read();
            }
        }
    }

    /** Asks the host's own users; here, a token is a user's name. */
    private static Identity userOf(String token) {
        if (token.isEmpty()) {
            throw new ChatException(ErrorCode.UNAUTHENTICATED, "no token");
        }
        return new Identity(new UserId(token), null);
    }
}
