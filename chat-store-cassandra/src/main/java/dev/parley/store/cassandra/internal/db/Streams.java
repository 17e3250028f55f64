package dev.parley.store.cassandra.internal.db;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets statements wait for room. A connection has a stream for each statement under way (Cassandra's native protocol),
 * and the driver refuses what finds none; one message to a group is a hundred statements. How many calls there may be is
 * bounded before. Thread-safe.
 */
final class Streams {

    /** One in so many is left: for answers that nobody waits for any more, repetitions, and whatever else uses the session. */
    private static final int SPARED = 4;

    private final Semaphore free;
    private final Queue<Waiting<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turns = new AtomicInteger();

    private record Waiting<T>(Supplier<CompletionStage<T>> statement, CompletableFuture<T> result) {}

    Streams(int most) {
        free = new Semaphore(most);
    }

    /** Room for as much as goes to one node, which may be all there is. */
    static Streams of(CqlSession session) {
        DriverExecutionProfile profile = session.getContext().getConfig().getDefaultProfile();
        int streams = profile.getInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS)
                * profile.getInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE);
        return new Streams(Math.max(1, streams - streams / SPARED));
    }

    /** Runs a statement: at once, or when others have ended, in the order of the calls. */
    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> statement) {
        Waiting<T> asked = new Waiting<>(statement, new CompletableFuture<>());
        if (waiting.isEmpty() && free.tryAcquire()) {
            begin(asked);
        } else {
            waiting.add(asked);
            drain();
        }
        return asked.result();
    }

    /** One thread begins what there is room for: what ends meanwhile only says so, and makes no deeper call. */
    private void drain() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        while (seen > 0) {
            while (!waiting.isEmpty() && free.tryAcquire()) {
                begin(waiting.remove());
            }
            seen = turns.addAndGet(-seen);
        }
    }

    private <T> void begin(Waiting<T> next) {
        CompletionStage<T> stage;
        try {
            stage = next.statement().get();
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((value, failure) -> {
            free.release();
            if (failure == null) {
                next.result().complete(value);
            } else {
                next.result().completeExceptionally(failure);
            }
            drain();
        });
    }
}
