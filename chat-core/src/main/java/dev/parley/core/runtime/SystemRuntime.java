package dev.parley.core.runtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real clock and real threads, named {@code parley-worker-N} and {@code parley-timer}. The one place of the engine
 * that makes any. Who made it closes it, after the engine. Thread-safe.
 */
public final class SystemRuntime implements AutoCloseable {

    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor timer;
    private final ChatRuntime runtime;

    private SystemRuntime(int threads) {
        workers = Executors.newFixedThreadPool(threads, named("parley-worker-"));
        timer = new ScheduledThreadPoolExecutor(1, named("parley-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        runtime = new ChatRuntime(
                InstantSource.system(),
                workers,
                this::schedule,
                () -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * Starts as many workers as there are processors.
     *
     * @return the runtime
     */
    public static SystemRuntime start() {
        return start(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Starts some workers.
     *
     * @param threads how many, 1 or more
     * @return the runtime
     */
    public static SystemRuntime start(int threads) {
        return new SystemRuntime(threads);
    }

    /**
     * What an engine is given.
     *
     * @return clock, executor, scheduler and random
     */
    public ChatRuntime runtime() {
        return runtime;
    }

    /** Stops the threads; what still waits is dropped. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Scheduler.Scheduled schedule(Duration delay, Runnable task) {
        var future = timer.schedule(() -> workers.execute(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
