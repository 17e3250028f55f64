package dev.parley.integration.faults.clients;

import dev.parley.client.ClientOptions;
import dev.parley.client.ParleyClient;
import dev.parley.client.Sending;
import dev.parley.client.store.FileClientStore;
import dev.parley.integration.process.ForkedMain;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A client in a process of its own that writes numbered lines as fast as its outbox takes them, and says the key of each
 * that was accepted, until it is killed. Thread-safe.
 */
public final class OutboxWriter {

    /** Who it is. */
    public static final String USER = "writer";

    /** How many writes its outbox holds. */
    public static final int OUTBOX = 300;

    /** What it says when its outbox is full, and when everything was answered. */
    public static final String FULL = "full";

    public static final String DRAINED = "drained";

    private OutboxWriter() {}

    /** Starts one; its output goes to a file. Without a first line it only sends what it holds, and ends. */
    public static Process start(URI server, Path folder, ConversationId to, int firstLine, Path output)
            throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForkedMain.class.getName(),
                        OutboxWriter.class.getName(),
                        server.toString(),
                        folder.toString(),
                        to.value(),
                        Integer.toString(firstLine))
                .redirectError(
                        output.resolveSibling(output.getFileName() + ".err").toFile())
                .redirectOutput(output.toFile())
                .start();
    }

    /** The keys that a process said, as far as it got. */
    public static List<String> said(Path output) throws IOException {
        String text = Files.readString(output);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Takes the server, the store's folder, the conversation, and the number of the first line or 0. */
    public static void main(String[] args) throws Exception {
        ClientOptions usual = ClientOptions.DEFAULT;
        ClientOptions options = new ClientOptions(
                "", usual.requestTimeout(), Duration.ofSeconds(5), true, OUTBOX, usual.timelineLimit(), 50, 50);
        try (ParleyClient client = ParleyClient.builder()
                .uri(URI.create(args[0]))
                .token(() -> CompletableFuture.completedFuture(USER))
                .store(FileClientStore.in(Path.of(args[1])))
                .options(options)
                .build()) {
            client.start();
            int first = Integer.parseInt(args[3]);
            if (first > 0) {
                write(client, new ConversationId(args[2]), first);
            }
            while (!client.messages().unsent().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        System.out.println(DRAINED);
    }

    private static void write(ParleyClient client, ConversationId to, int first) throws Exception {
        for (int line = first; ; ) {
            Sending sending = client.messages().send(to, MessageBody.text("line " + line));
            try {
                sending.accepted().toCompletableFuture().get(30, TimeUnit.SECONDS);
                System.out.println(sending.key());
                line++;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof ChatException refusal) || refusal.code() != ErrorCode.LIMIT_EXCEEDED) {
                    throw e;
                }
                System.out.println(FULL);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }
}
