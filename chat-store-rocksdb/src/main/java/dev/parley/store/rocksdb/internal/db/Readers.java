package dev.parley.store.rocksdb.internal.db;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads that read, because a read may wait for the disk; what waits for them is bounded. A native call would pin a
 * virtual thread, so they are none. Thread-safe.
 */
final class Readers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ThreadPoolExecutor executor;

    Readers(int threads, int queueCapacity) {
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueCapacity), work -> {
                    Thread thread = new Thread(work, "parley-rocksdb-read-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    <T> CompletionStage<T> submit(Supplier<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            executor.execute(() -> run(work, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    executor.isShutdown()
                            ? Failures.closed()
                            : new ChatException(ErrorCode.OVERLOADED, "too many reads wait for the store"));
        }
        return answer;
    }

    private static <T> void run(Supplier<T> work, CompletableFuture<T> answer) {
        try {
            answer.complete(work.get());
        } catch (Throwable e) {
            answer.completeExceptionally(Failures.ours(e));
        }
    }

    /** Finishes what was accepted. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ChatException(ErrorCode.STORE_UNAVAILABLE, "reads were still running after " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
