package dev.parley.integration.process;

import dev.parley.client.ClientListener;
import dev.parley.client.Outcome;
import dev.parley.client.ParleyClient;
import dev.parley.client.Sending;
import dev.parley.client.transport.ClientTransport;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.MessageBody;
import dev.parley.protocol.FrameCodec;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.Invocation;
import dev.parley.testkit.history.ParleyEntries;
import dev.parley.view.EntryPage;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One Java client that writes numbered lines into its group and records what it is told and shown. Thread-safe. */
final class Talker implements ClientListener, AutoCloseable {

    private final Client self;
    private final ConversationId group;
    private final HistoryRecorder history;
    private final ParleyClient client;
    private final Queue<Sending> sendings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lines = new AtomicInteger();
    private volatile long shown;

    Talker(
            Client self,
            String token,
            ConversationId group,
            URI server,
            ClientTransport transport,
            FrameCodec codec,
            HistoryRecorder history) {
        this.self = self;
        this.group = group;
        this.history = history;
        this.client = ParleyClient.builder()
                .uri(server)
                .token(() -> CompletableFuture.completedFuture(token))
                .device(new DeviceId(self.device()))
                .transport(transport)
                .encoding(codec)
                .listener(this)
                .build();
        client.start();
    }

    @Override
    public void entry(ConversationId conversation, EntryPage.Item item, boolean live) {
        history.delivered(self, conversation.value(), ParleyEntries.entry(item).orElseThrow());
        if (conversation.equals(group)) {
            shown = item.seq();
        }
    }

    @Override
    public void timelineReset(ConversationId conversation) {
        history.reset(self, conversation.value());
    }

    /** Writes the next line. */
    void talk() {
        Sending[] line = new Sending[1];
        Invocation invocation = history.invoke(self, () -> {
            line[0] = client.messages().send(group, MessageBody.text(self.user() + " " + lines.incrementAndGet()));
            return ParleyEntries.write(line[0].command()).orElseThrow();
        });
        sendings.add(line[0]);
        line[0].outcome().thenAccept(outcome -> {
            if (outcome instanceof Outcome.Acked acked) {
                invocation.stored(acked.ack().seq());
            } else {
                invocation.refused(((Outcome.Rejected) outcome).code());
            }
        });
    }

    /** Tells whether everything it wrote has an outcome. */
    boolean settled() {
        return sendings.stream()
                .allMatch(sending -> sending.outcome().toCompletableFuture().isDone());
    }

    /** The last seq of the group that it was shown. */
    long shown() {
        return shown;
    }

    /** Says that it should have been shown everything up to a head. */
    void caughtUp(long head) {
        history.caughtUp(self, group.value(), head);
    }

    ConversationId group() {
        return group;
    }

    ParleyClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
    }
}
