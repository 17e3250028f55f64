package dev.parley.integration.faults;

import dev.parley.client.ClientListener;
import dev.parley.client.ConnectionState;
import dev.parley.client.Outcome;
import dev.parley.client.ParleyClient;
import dev.parley.client.ParleyClientBuilder;
import dev.parley.client.Sending;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.MessageBody;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.Invocation;
import dev.parley.testkit.history.ParleyEntries;
import dev.parley.view.EntryPage;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** One Java client that writes numbered lines into its group and records what it is told and shown. Thread-safe. */
final class Talker implements ClientListener, AutoCloseable {

    private final Client self;
    private final ConversationId group;
    private final HistoryRecorder history;
    private final ParleyClient client;
    private final Queue<Sending> sendings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger acked = new AtomicInteger();
    private final AtomicInteger disconnections = new AtomicInteger();
    private volatile long shown;

    /** Begins to connect; the caller says where to and how. */
    Talker(Client self, ConversationId group, HistoryRecorder history, UnaryOperator<ParleyClientBuilder> connecting) {
        this.self = self;
        this.group = group;
        this.history = history;
        this.client = connecting
                .apply(ParleyClient.builder())
                .device(new DeviceId(self.device()))
                .listener(this)
                .build();
        client.start();
    }

    @Override
    public void connectionChanged(ConnectionState state) {
        if (state.phase() == ConnectionState.Phase.WAITING) {
            disconnections.incrementAndGet();
        }
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
            if (outcome instanceof Outcome.Acked stored) {
                invocation.stored(stored.ack().seq());
                acked.incrementAndGet();
            } else {
                invocation.refused(((Outcome.Rejected) outcome).code());
            }
        });
    }

    /** How many of its lines were acked. */
    int acked() {
        return acked.get();
    }

    /** How often its connection was lost. */
    int disconnections() {
        return disconnections.get();
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
