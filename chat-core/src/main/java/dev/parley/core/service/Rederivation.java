package dev.parley.core.service;

import java.util.concurrent.CompletionStage;

/** A re-derivation of the inboxes that runs, or ran. Thread-safe. */
public interface Rederivation {

    /**
     * What came of it.
     *
     * @return completes when all conversations were looked at, or the job was cancelled, or the engine closed; fails with
     *     {@link dev.parley.protocol.ChatException}: {@code invalid_cursor}, or what the store failed with several times
     *     in a row. Then {@link #soFar} says where to go on
     */
    CompletionStage<RederivationReport> finished();

    /**
     * How far it has got.
     *
     * @return the numbers now
     */
    RederivationReport soFar();

    /** Ends it, unless it has ended. What has been begun may still be done, and is not counted. */
    void cancel();
}
