package dev.parley.store.jdbc.internal.sql;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads that block on the database, so that callers need not. There are never more of them than connections, and
 * what waits for them is bounded. They are never interrupted: an interrupt would close H2's file. Thread-safe.
 */
final class Workers implements AutoCloseable {

    private static final String NAME = "parley-jdbc-";

    /** Before JDK 24 a virtual thread that blocks inside {@code synchronized}, as H2 does, holds its carrier. */
    private static final int FIRST_JDK_WITHOUT_PINNING = 24;

    private final ThreadPoolExecutor executor;
    private final Duration patience;

    Workers(int threads, int queueCapacity, Duration patience) {
        this.patience = patience;
        executor = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueCapacity), threadFactory());
        executor.allowCoreThreadTimeOut(true);
    }

    <T> CompletionStage<T> submit(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> run(work, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(
                    executor.isShutdown()
                            ? new ChatException(ErrorCode.STORE_UNAVAILABLE, "the store is closed")
                            : new ChatException(ErrorCode.OVERLOADED, "too many calls wait for the database"));
        }
        return result;
    }

    private static <T> void run(Supplier<T> work, CompletableFuture<T> result) {
        try {
            result.complete(work.get());
        } catch (ChatException e) {
            result.completeExceptionally(e);
        } catch (Throwable e) {
            result.completeExceptionally(new ChatException(ErrorCode.INTERNAL, "the store failed: " + e, e));
        }
    }

    /** Finishes what was accepted. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ChatException(
                        ErrorCode.STORE_UNAVAILABLE, "calls to the database were still running after " + patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory threadFactory() {
        if (Runtime.version().feature() >= FIRST_JDK_WITHOUT_PINNING) {
            try {
                // Thread.ofVirtual().name("parley-jdbc-", 0).factory(), which JDK 17 does not have.
                Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                Class<?> api = Class.forName("java.lang.Thread$Builder");
                builder = api.getMethod("name", String.class, long.class).invoke(builder, NAME, 0L);
                return (ThreadFactory) api.getMethod("factory").invoke(builder);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("every JDK from 24 on has virtual threads", e);
            }
        }
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, NAME + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }
}
