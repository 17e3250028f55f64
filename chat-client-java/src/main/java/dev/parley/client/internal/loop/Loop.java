package dev.parley.client.internal.loop;

/** Runs everything of a client, one task after the other, and tells the time. Thread-safe. */
public interface Loop {

    /** A task that waits for its time. */
    interface Timer {
        /** Forgets the task, unless it runs already. */
        void cancel();
    }

    /**
     * Runs a task after those given before.
     *
     * @param task the task
     * @return false once the loop has ended: the task will not run
     */
    boolean execute(Runnable task);

    /**
     * Runs a task later.
     *
     * @param delayMs in how many milliseconds
     * @param task the task
     * @return to forget it
     */
    Timer after(long delayMs, Runnable task);

    /**
     * The time since some moment, which never steps back.
     *
     * @return milliseconds
     */
    long nowMs();
}
