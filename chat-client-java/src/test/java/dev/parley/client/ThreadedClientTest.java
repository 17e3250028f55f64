package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.store.FileClientStore;
import dev.parley.client.transport.ClientTransport;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client on its real thread, with nothing at the other end. */
@Timeout(60)
class ThreadedClientTest {

    private static final ConversationId C1 = new ConversationId("c.1");

    @TempDir
    Path folder;

    @Test
    void closingKeepsTheOutboxFreesTheStoreAndEndsTheThread() {
        ParleyClient client = client();
        client.start();
        Sending sending = client.messages().send(C1, MessageBody.text("kept"));
        sending.accepted().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("parley-client"))
                .toList();
        assertThat(threads)
                .singleElement()
                .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
        client.close();
        client.close();
        assertThat(client.state().phase()).isEqualTo(ConnectionState.Phase.STOPPED);
        assertThat(sending.outcome().toCompletableFuture()).isCompletedExceptionally();
        ParleyClient next = client();
        assertThat(next.messages().unsent())
                .singleElement()
                .satisfies(kept -> assertThat(kept.key()).isEqualTo(sending.key()));
        next.close();
    }

    @Test
    void aClosedClientRefusesInsteadOfStayingSilent() {
        ParleyClient client = client();
        client.close();
        assertThat(client.messages().send(C1, MessageBody.text("x")).accepted().toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(client.conversations().unread().toCompletableFuture()).isCompletedExceptionally();
    }

    private ParleyClient client() {
        return ParleyClient.builder()
                .uri(URI.create("ws://nowhere"))
                .token(() -> CompletableFuture.completedFuture("token"))
                .store(FileClientStore.in(folder))
                .transport(new ClientTransport() {
                    @Override
                    public void connect(URI uri, String subprotocol, boolean binary, Listener listener) {
                        listener.closed(1006, "nobody there");
                    }

                    @Override
                    public void close() {}
                })
                .build();
    }
}
