package dev.parley.core.service;

import java.util.function.Consumer;

/** The rows of all inboxes, for whoever operates the engine. Thread-safe. */
public interface Inboxes {

    /**
     * Begins to derive the rows of all inboxes from the logs once more, and to compare them with those that are stored: for
     * rows that were lost with a node, a store that was restored, or the certainty that there are none. The engine serves on
     * meanwhile. One job at a time runs on a node; jobs of several nodes disturb each other no more than messages do.
     *
     * @param options what to do, and how fast
     * @param found hears of every difference, on the engine's executor, one at a time; the job waits while it works. What it
     *     throws goes to the failure listener. After a failure of the store it may hear of the same one again
     * @return the job, which runs by itself
     * @throws IllegalStateException when a job of this engine runs already, or the engine is closed
     */
    Rederivation rederive(RederivationOptions options, Consumer<InboxDifference> found);
}
