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
 * once. Results are handed out in order, batch by batch, on a serial executor.
 *
 * @param <I> what is passed
 * @param <O> what comes of it
 */
public final class NaturalBatcher<I, O> {

    private record Waiting<I, O>(I item, CompletableFuture<O> result) {}

    private final Function<List<I>, CompletionStage<List<O>>> call;
    private final Executor results;
    private final int most;
    private final int bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting<I, O>> waiting = new ArrayDeque<>();
    private boolean underWay;

    /**
     * Makes a batcher.
     *
     * @param call passes a batch on: one result for each item, in order
     * @param results runs what waits for results: serial, or their order is lost
     * @param most the most items of a batch
     * @param bound the most items that wait; more fail with {@code overloaded}
     */
    public NaturalBatcher(Function<List<I>, CompletionStage<List<O>>> call, Executor results, int most, int bound) {
        this.call = call;
        this.results = results;
        this.most = most;
        this.bound = bound;
    }

    /** Passes an item on. */
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
        next();
        return entry.result();
    }

    private void next() {
        for (List<Waiting<I, O>> batch = take(); !batch.isEmpty(); batch = take()) {
            List<Waiting<I, O>> taken = batch;
            List<I> items = taken.stream().map(Waiting::item).toList();
            CompletableFuture<Boolean> handed = new CompletableFuture<>();
            Stages.of(() -> call.apply(items)).whenComplete((outcomes, failure) -> {
                results.execute(() -> handOut(taken, outcomes, failure));
                handed.complete(true);
            });
            if (!handed.isDone()) {
                CompletableFuture<?> unused = handed.whenComplete((value, failure) -> next());
                return;
            }
        }
    }

    private List<Waiting<I, O>> take() {
        lock.lock();
        try {
            List<Waiting<I, O>> batch = new ArrayList<>(Math.min(most, waiting.size()));
            while (batch.size() < most && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            underWay = !batch.isEmpty();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void handOut(List<Waiting<I, O>> batch, @Nullable List<O> outcomes, @Nullable Throwable failure) {
        ChatException fault = failure == null ? null : Stages.chatException(failure);
        for (int i = 0; i < batch.size(); i++) {
            if (fault != null || outcomes == null) {
                batch.get(i).result().completeExceptionally(fault);
            } else {
                batch.get(i).result().complete(outcomes.get(i));
            }
        }
    }
}
