package dev.parley.core.internal.exec;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Natural batching: while one call is under way, what arrives forms the next. No linger, no timer; alone, an item goes at
 * once. Results are handed out in order, batch by batch, on a serial executor; those of a call that is done when it returns
 * on the thread that brought its item, so that a store in memory costs no change of threads. A call that fails, throws or
 * answers with another number of results fails the items of its batch, and the next one goes on. Thread-safe.
 *
 * @param <I> what is passed
 * @param <O> what comes of it
 */
public final class NaturalBatcher<I, O> {

    private record Waiting<I, O>(I item, CompletableFuture<O> result) {}

    private final Function<List<I>, CompletionStage<List<O>>> call;
    private final SerialExecutor results;
    private final int most;
    private final int bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting<I, O>> waiting = new ArrayDeque<>();
    private boolean underWay;

    /**
     * Makes a batcher.
     *
     * @param call passes a batch on: one result for each item, in order
     * @param results runs what waits for results
     * @param most the most items of a batch
     * @param bound the most items that wait; more fail with {@code overloaded}
     */
    public NaturalBatcher(
            Function<List<I>, CompletionStage<List<O>>> call, SerialExecutor results, int most, int bound) {
        this.call = call;
        this.results = results;
        this.most = most;
        this.bound = bound;
    }

    /** Passes an item on; stages complete in the order of their items. */
    public CompletionStage<O> submit(I item) {
        Waiting<I, O> entry = new Waiting<>(item, new CompletableFuture<>());
        lock.lock();
        try {
            if (waiting.size() >= bound) {
                return Stages.failed(ErrorCode.OVERLOADED, "too much waits for the store");
            }
            waiting.add(entry);
            if (underWay) {
                return entry.result();
            }
            underWay = true;
        } finally {
            lock.unlock();
        }
        next(true);
        return entry.result();
    }

    /** Passes on what waits, batch by batch; only the results of the first may be handed out on this thread. */
    private void next(boolean here) {
        boolean first = here;
        for (List<Waiting<I, O>> batch = take(); !batch.isEmpty(); batch = take()) {
            CompletionStage<List<O>> passed = pass(batch);
            if (first && Stages.isDone(passed)) {
                handOn(batch, passed, results::here);
            } else {
                CompletableFuture<Boolean> handed = new CompletableFuture<>();
                handOn(batch, passed, results).whenComplete((value, failure) -> handed.complete(true));
                if (!handed.isDone()) {
                    CompletableFuture<?> unused = handed.whenComplete((value, failure) -> next(false));
                    return;
                }
            }
            first = false;
        }
    }

    private CompletionStage<List<O>> pass(List<Waiting<I, O>> batch) {
        return Stages.of(() -> {
            if (batch.size() == 1) {
                return call.apply(List.of(batch.get(0).item()));
            }
            List<I> items = new ArrayList<>(batch.size());
            batch.forEach(entry -> items.add(entry.item()));
            return call.apply(items);
        });
    }

    /** The stage completes when the results are with the executor, whatever goes wrong. */
    private CompletionStage<List<O>> handOn(
            List<Waiting<I, O>> batch, CompletionStage<List<O>> passed, Executor executor) {
        try {
            return Stages.heard(passed, (outcomes, failure) -> {
                try {
                    executor.execute(() -> handOut(batch, outcomes, failure));
                } catch (Throwable refused) {
                    handOut(batch, outcomes, failure); // out of order, rather than never
                }
            });
        } catch (Throwable e) { // nobody can hear of the call: those who wait must not wait for ever
            handOut(batch, null, e);
            return CompletableFuture.failedStage(e);
        }
    }

    private List<Waiting<I, O>> take() {
        lock.lock();
        try {
            underWay = false; // should there be no memory for a batch, the next item tries again
            List<Waiting<I, O>> batch = waiting.size() == 1 ? List.of(waiting.remove()) : several();
            underWay = !batch.isEmpty();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting<I, O>> several() {
        List<Waiting<I, O>> batch = new ArrayList<>(Math.min(most, waiting.size()));
        while (batch.size() < most && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    private void handOut(List<Waiting<I, O>> batch, @Nullable List<O> outcomes, @Nullable Throwable failure) {
        if (failure == null && outcomes != null && outcomes.size() == batch.size()) {
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result().complete(outcomes.get(i));
            }
            return;
        }
        Throwable cause = failure != null
                ? failure
                : new IllegalStateException("results: " + (outcomes == null ? "none" : outcomes.size()) + " (expected: "
                        + batch.size() + ")");
        ChatException fault = Stages.chatException(cause);
        batch.forEach(entry -> entry.result().completeExceptionally(fault));
    }
}
