package dev.parley.core.internal.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs asynchronous tasks of one key one after the other, in the order in which they came, and those of different keys
 * independently. A task that fails does not stop its lane. Idle lanes take no memory. Thread-safe.
 *
 * @param <K> the key
 */
public final class KeyedLanes<K> {

    /** The waiting tasks of one key, the running one first; guarded by the map's lock on the key. */
    private static final class Lane {
        final Deque<Supplier<CompletableFuture<?>>> tasks = new ArrayDeque<>();
    }

    private final ConcurrentMap<K, Lane> lanes = new ConcurrentHashMap<>();

    /** Runs a task when all earlier ones of its key are done. */
    public <T> CompletionStage<T> run(K key, Supplier<? extends CompletionStage<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Supplier<CompletableFuture<?>> step = () -> {
            Stages.of(task).whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(Stages.unwrap(failure));
                }
            });
            return result;
        };
        boolean[] first = new boolean[1];
        lanes.compute(key, (k, lane) -> {
            Lane used = lane == null ? new Lane() : lane;
            first[0] = lane == null;
            used.tasks.add(step);
            return used;
        });
        if (first[0]) {
            drive(key, step);
        }
        return result;
    }

    /** Runs the head of the lane and whatever is done at once; goes on later after what is not. */
    private void drive(K key, Supplier<CompletableFuture<?>> head) {
        @Nullable Supplier<CompletableFuture<?>> step = head;
        while (step != null) {
            CompletableFuture<?> running = step.get();
            if (!running.isDone()) {
                CompletableFuture<?> unused = running.whenComplete((value, failure) -> goOn(key));
                return;
            }
            step = advance(key);
        }
    }

    private void goOn(K key) {
        Supplier<CompletableFuture<?>> next = advance(key);
        if (next != null) {
            drive(key, next);
        }
    }

    /** Removes the task that ran, and returns the one behind it; without one the lane is gone. */
    private @Nullable Supplier<CompletableFuture<?>> advance(K key) {
        List<Supplier<CompletableFuture<?>>> next = new ArrayList<>(1);
        lanes.computeIfPresent(key, (k, lane) -> {
            lane.tasks.remove();
            if (lane.tasks.isEmpty()) {
                return null;
            }
            next.add(lane.tasks.element());
            return lane;
        });
        return next.isEmpty() ? null : next.get(0);
    }
}
