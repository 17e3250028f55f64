package dev.parley.integration.process;

import dev.parley.client.ClientListener;
import dev.parley.client.Outcome;
import dev.parley.client.ParleyClient;
import dev.parley.client.Sending;
import dev.parley.client.transport.ClientTransport;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.protocol.FrameCodec;
import dev.parley.view.EntryPage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One Java client that writes numbered lines into its group and remembers what it was shown. Thread-safe. */
final class Talker implements ClientListener, AutoCloseable {

    private final String name;
    private final ConversationId group;
    private final ParleyClient client;
    private final Queue<Sending> sendings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lines = new AtomicInteger();
    /** What the group showed since the last reset, in the order of showing. */
    private final List<EntryPage.Item> shown = new ArrayList<>();

    Talker(String name, String token, ConversationId group, URI server, ClientTransport transport, FrameCodec codec) {
        this.name = name;
        this.group = group;
        this.client = ParleyClient.builder()
                .uri(server)
                .token(() -> CompletableFuture.completedFuture(token))
                .transport(transport)
                .encoding(codec)
                .listener(this)
                .build();
        client.start();
    }

    @Override
    public synchronized void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        if (conversation.equals(group)) {
            shown.add(item);
        }
    }

    @Override
    public synchronized void timelineReset(ConversationId conversation) {
        if (conversation.equals(group)) {
            shown.clear();
        }
    }

    /** Writes the next line. */
    void talk() {
        sendings.add(client.messages().send(group, MessageBody.text(name + " " + lines.incrementAndGet())));
    }

    /** Tells whether everything it wrote has an outcome. */
    boolean settled() {
        return sendings.stream()
                .allMatch(sending -> sending.outcome().toCompletableFuture().isDone());
    }

    /** The outcomes of all it wrote, in order of writing. */
    List<Outcome> outcomes() {
        return sendings.stream()
                .map(sending -> sending.outcome().toCompletableFuture().join())
                .toList();
    }

    /** The keys of all it wrote, in order of writing. */
    List<String> keys() {
        return sendings.stream().map(Sending::key).toList();
    }

    synchronized List<EntryPage.Item> shown() {
        return List.copyOf(shown);
    }

    ConversationId group() {
        return group;
    }

    String name() {
        return name;
    }

    ParleyClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
    }
}
