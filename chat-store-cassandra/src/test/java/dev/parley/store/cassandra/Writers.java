package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.LogStore;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Writers that send to one conversation at several nodes while something fails: each repeats a send, under its key and at
 * another node, until it is answered. Thread-safe.
 */
final class Writers implements AutoCloseable {

    private static final Set<ErrorCode> EXPECTED =
            Set.of(ErrorCode.STORE_UNAVAILABLE, ErrorCode.OUTCOME_UNKNOWN, ErrorCode.OVERLOADED);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Map<String, Long> acked = new ConcurrentHashMap<>();
    private final Map<ErrorCode, AtomicInteger> failed = new ConcurrentHashMap<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService threads;
    private final ConversationId conversation;
    private final List<Node> nodes;
    private volatile boolean finished;

    /** Where writers send to. */
    @FunctionalInterface
    interface Node {

        /** Sends to a conversation under a key, and says which seq that has. */
        CompletionStage<Long> send(ConversationId conversation, String key);

        static Node of(LogStore logs) {
            return (conversation, key) ->
                    Entries.append(logs, conversation, key).thenApply(Entries::seq);
        }
    }

    /** Writes to a conversation of its own. */
    Writers(int writers, LogStore... nodes) {
        this(writers, Entries.conversation(), Stream.of(nodes).map(Node::of).toList());
    }

    Writers(int writers, ConversationId conversation, List<Node> nodes) {
        this.conversation = conversation;
        this.nodes = nodes;
        threads = Executors.newFixedThreadPool(writers);
        for (int i = 0; i < writers; i++) {
            int writer = i;
            running.add(threads.submit(() -> write(writer)));
        }
    }

    private void write(int writer) {
        int tries = 0;
        for (int number = 0; !finished; number++) {
            String key = "w" + writer + "-" + number;
            while (!acked.containsKey(key)) {
                attempt(nodes.get((writer + tries++) % nodes.size()), key);
            }
        }
    }

    private void attempt(Node node, String key) {
        try {
            acked.put(key, await(node.send(conversation, key)));
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ChatException ours) || !EXPECTED.contains(ours.code())) {
                throw e;
            }
            failed.computeIfAbsent(ours.code(), any -> new AtomicInteger()).incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    int acked() {
        return acked.size();
    }

    int failed(ErrorCode code) {
        AtomicInteger count = failed.get(code);
        return count == null ? 0 : count.get();
    }

    int failed() {
        return failed.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Waits until so many more are answered. */
    void awaitAcks(int more) {
        int enough = acked() + more;
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> broken() || acked() >= enough);
    }

    private boolean broken() {
        return running.stream().anyMatch(Future::isDone);
    }

    /** Ends, once each writer has its last answer. */
    void finish() throws Exception {
        finished = true;
        for (Future<?> each : running) {
            each.get();
        }
    }

    /** Everything acked is there once and where it was said to be, and nothing else of these writers is. */
    void verify(LogStore logs) {
        List<Entry> stored = Entries.all(logs, conversation);
        assertThat(stored).extracting(Entry::seq).containsExactlyElementsOf(Entries.seqs(stored.size()));
        assertThat(stored)
                .filteredOn(entry -> entry.origin().key().startsWith("w"))
                .extracting(entry -> Map.entry(entry.origin().key(), entry.seq()))
                .containsExactlyInAnyOrderElementsOf(acked.entrySet());
    }

    @Override
    public String toString() {
        return acked.size() + " acked, failed and repeated: " + failed;
    }

    @Override
    public void close() {
        finished = true;
        threads.shutdownNow();
    }
}
