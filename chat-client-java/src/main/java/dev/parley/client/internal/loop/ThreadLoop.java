package dev.parley.client.internal.loop;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A loop on one daemon thread of its own. Thread-safe. */
public final class ThreadLoop implements Loop, AutoCloseable {

    private static final Timer NONE = () -> {};

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Throwable> failures;
    private volatile Thread thread;

    /**
     * Starts the thread.
     *
     * @param name the thread's name
     * @param failures hears what a task throws; the loop goes on
     */
    public ThreadLoop(String name, Consumer<Throwable> failures) {
        this.failures = failures;
        this.thread = Thread.currentThread(); // replaced before any task can ask
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            thread = made;
            return made;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.prestartCoreThread();
    }

    @Override
    public boolean execute(Runnable task) {
        try {
            executor.execute(guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public Timer after(long delayMs, Runnable task) {
        try {
            Future<?> future = executor.schedule(guarded(task), delayMs, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return NONE;
        }
    }

    @Override
    public long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Ends the loop after the tasks that were given, and waits for them; on the loop itself it does not wait. */
    @Override
    public void close() {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                executor.shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failures.accept(e);
            }
        };
    }
}
