package dev.parley.core.internal.exec;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
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

    /** A task, what comes of it, and the task behind it. */
    private static final class Step<T> {

        /** Stands behind a task that is done before another one came. */
        static final Step<?> NONE = new Step<>(() -> Stages.done(true));

        final Supplier<? extends CompletionStage<T>> task;
        final CompletableFuture<T> result = new CompletableFuture<>();
        final AtomicReference<@Nullable Step<?>> behind = new AtomicReference<>();

        Step(Supplier<? extends CompletionStage<T>> task) {
            this.task = task;
        }

        /** Begins; throws nothing, whatever the task does. */
        void begin() {
            try {
                Stages.settle(Stages.of(task), result);
            } catch (Throwable e) {
                result.completeExceptionally(e); // of a stage that is no good
            }
        }
    }

    /** The task of each key that came last, while there is one. */
    private final ConcurrentMap<K, Step<?>> last = new ConcurrentHashMap<>();

    /** Runs a task when all earlier ones of its key are done. */
    public <T> CompletionStage<T> run(K key, Supplier<? extends CompletionStage<T>> task) {
        Step<T> step = new Step<>(task);
        Step<?> before = last.put(key, step);
        if (before == null || !before.behind.compareAndSet(null, step)) {
            drive(key, step);
        }
        return step.result;
    }

    /** Runs a task, and behind it whatever is done at once; goes on later after what is not. */
    private void drive(K key, Step<?> first) {
        @Nullable Step<?> step = first;
        while (step != null) {
            step.begin();
            if (!step.result.isDone()) {
                Step<?> running = step;
                CompletableFuture<?> unused = running.result.whenComplete((value, failure) -> goOn(key, running));
                return;
            }
            step = advance(key, step);
        }
    }

    private void goOn(K key, Step<?> done) {
        Step<?> next = advance(key, done);
        if (next != null) {
            drive(key, next);
        }
    }

    /** The task behind one that is done; without one the lane is gone, unless a task came in between: that drives itself. */
    private @Nullable Step<?> advance(K key, Step<?> done) {
        if (done.behind.compareAndSet(null, Step.NONE)) {
            last.remove(key, done);
            return null;
        }
        return done.behind.get();
    }
}
