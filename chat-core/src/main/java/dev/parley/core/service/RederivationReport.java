package dev.parley.core.service;

import dev.parley.model.internal.Copies;
import java.util.Map;
import java.util.Optional;

/**
 * What a re-derivation of inboxes has done and found. Numbers count from where this job began. Immutable.
 *
 * @param state whether it runs, and how it ended
 * @param cursor where to go on: everything before it was looked at; empty at the beginning, and after the end
 * @param conversations how many were looked at; one that the store names twice counts twice
 * @param skipped how many of them have logs that make no sense, which the failure listener was told
 * @param rows how many rows were compared, those that should be there and are not among them
 * @param found how many are wrong, by what is wrong with them; every kind is there
 * @param repaired how many were moved up
 */
public record RederivationReport(
        State state,
        Optional<String> cursor,
        long conversations,
        long skipped,
        long rows,
        Map<InboxDifference.Kind, Long> found,
        long repaired) {

    /** Whether a job runs, or how it ended. Immutable. */
    public enum State {
        /** It runs. */
        RUNNING,

        /** All conversations were looked at. */
        DONE,

        /** Somebody cancelled it, or closed the engine. */
        CANCELLED,

        /** The store failed too often. */
        FAILED
    }

    public RederivationReport {
        found = Copies.of(found);
    }

    /**
     * How many rows are wrong.
     *
     * @return those of all kinds
     */
    public long differences() {
        return found.values().stream().mapToLong(Long::longValue).sum();
    }
}
