package dev.parley.core.internal.exec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs asynchronous tasks of one key one after the other, in the order in which they came, and those of different keys
 * independently. A task that fails or throws, errors of the JVM too, fails its own stage and does not stop its lane. Idle
 * lanes take no memory. Thread-safe.
 *
 * @param <K> the key
 */
public final class KeyedLanes<K> {

    /** A task and what comes of it. */
    private record Step<T>(Supplier<? extends CompletionStage<T>> task, CompletableFuture<T> result) {

        /** Begins; throws nothing, whatever the task does. */
        void begin() {
            try {
                Stages.of(task).whenComplete((value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(Stages.unwrap(failure));
                    }
                });
            } catch (Throwable e) {
                result.completeExceptionally(e); // of a stage that is no good
            }
        }
    }

    /** The waiting tasks of one key, the running one first; guarded by the map's lock on the key. */
    private static final class Lane {
        final Deque<Step<?>> steps = new ArrayDeque<>();
    }

    private final ConcurrentMap<K, Lane> lanes = new ConcurrentHashMap<>();

    /** Runs a task when all earlier ones of its key are done. */
    public <T> CompletionStage<T> run(K key, Supplier<? extends CompletionStage<T>> task) {
        Step<T> step = new Step<>(task, new CompletableFuture<>());
        boolean[] first = new boolean[1];
        lanes.compute(key, (k, lane) -> {
            Lane used = lane == null ? new Lane() : lane;
            first[0] = lane == null;
            used.steps.add(step);
            return used;
        });
        if (first[0]) {
            drive(key, step);
        }
        return step.result();
    }

    /** Runs the head of the lane and whatever is done at once; goes on later after what is not. */
    private void drive(K key, Step<?> head) {
        @Nullable Step<?> step = head;
        while (step != null) {
            step.begin();
            if (!step.result().isDone()) {
                CompletableFuture<?> unused = step.result().whenComplete((value, failure) -> goOn(key));
                return;
            }
            step = advance(key);
        }
    }

    private void goOn(K key) {
        Step<?> next = advance(key);
        if (next != null) {
            drive(key, next);
        }
    }

    /** Removes the task that ran, and returns the one behind it; without one the lane is gone. */
    private @Nullable Step<?> advance(K key) {
        @Nullable Step<?>[] next = {null};
        lanes.computeIfPresent(key, (k, lane) -> {
            lane.steps.remove();
            next[0] = lane.steps.peek();
            return next[0] == null ? null : lane;
        });
        return next[0];
    }
}
