package dev.parley.store.cassandra.internal.log;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.model.ConversationId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.cassandra.internal.db.Failures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One run under way for each conversation; what comes meanwhile is the next. Two batches of one node never compete for one
 * partition, and appends take effect in the order in which they came. Thread-safe.
 */
final class Lanes {

    /** A batch is one mutation: it has to stay far below half a segment of the commit log. */
    private static final int MOST_BYTES = 256 * 1024;

    private static final int MOST_ENTRIES = 100;

    private final LogParts log;
    private final Map<ConversationId, Deque<Waiting>> lanes = new ConcurrentHashMap<>();

    /** An append, and who waits for it. */
    record Waiting(Append append, List<Prepared> entries, CompletableFuture<AppendResult> result) {

        static Waiting of(Append append) {
            return new Waiting(
                    append, append.entries().stream().map(Prepared::of).toList(), new CompletableFuture<>());
        }

        private int bytes() {
            return entries.stream().mapToInt(each -> each.body().remaining()).sum();
        }
    }

    Lanes(LogParts log) {
        this.log = log;
    }

    /** Takes appends to one conversation, in order. */
    void submit(ConversationId conversation, List<Waiting> appends) {
        boolean[] idle = new boolean[1];
        lanes.compute(conversation, (id, waiting) -> {
            idle[0] = waiting == null;
            Deque<Waiting> queue = waiting == null ? new ArrayDeque<>() : waiting;
            queue.addAll(appends);
            return queue;
        });
        if (idle[0]) {
            next(conversation);
        }
    }

    private void next(ConversationId conversation) {
        List<Waiting> taken = new ArrayList<>();
        lanes.compute(conversation, (id, waiting) -> {
            if (waiting != null) {
                take(waiting, taken);
            }
            return taken.isEmpty() ? null : waiting;
        });
        if (!taken.isEmpty()) {
            run(conversation, taken);
        }
    }

    private static void take(Deque<Waiting> waiting, List<Waiting> taken) {
        int entries = 0;
        int bytes = 0;
        while (!waiting.isEmpty()) {
            Waiting first = waiting.element();
            entries += first.entries().size();
            bytes += first.bytes();
            if (!taken.isEmpty() && (entries > MOST_ENTRIES || bytes > MOST_BYTES)) {
                return;
            }
            taken.add(waiting.remove());
        }
    }

    private void run(ConversationId conversation, List<Waiting> taken) {
        Run run = new Run(
                log,
                conversation,
                taken.stream().map(Waiting::append).toList(),
                taken.stream().map(Waiting::entries).toList());
        run.go().whenComplete((results, failure) -> {
            List<Waiting> behind = failure == null ? List.of() : giveUp(conversation);
            if (failure == null) {
                next(conversation);
            }
            for (int i = 0; i < taken.size(); i++) {
                if (failure == null) {
                    taken.get(i).result().complete(results.get(i));
                } else {
                    taken.get(i).result().completeExceptionally(Failures.unwrap(failure));
                }
            }
            behind.forEach(each -> each.result()
                    .completeExceptionally(new ChatException(
                            ErrorCode.STORE_UNAVAILABLE, "an append before this one to " + conversation + " failed")));
        });
    }

    /** What waits behind a run that failed fails, too, or it would get before those when they are repeated. */
    private List<Waiting> giveUp(ConversationId conversation) {
        Deque<Waiting> behind = lanes.remove(conversation);
        return behind == null ? List.of() : List.copyOf(behind);
    }
}
