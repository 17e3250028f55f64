package dev.parley.core.runtime;

import java.time.Duration;

/** Runs tasks later. Thread-safe. */
@FunctionalInterface
public interface Scheduler {

    /** A task that has not run yet. Thread-safe. */
    @FunctionalInterface
    interface Scheduled {
        /** Keeps the task from running, unless it runs or ran already. */
        void cancel();
    }

    /**
     * Runs a task once, on the runtime's executor.
     *
     * @param delay how long from now; zero or less means as soon as possible
     * @param task what to run; short, and it does not throw
     * @return cancels it
     */
    Scheduled schedule(Duration delay, Runnable task);
}
