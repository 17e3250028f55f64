package dev.parley.core.spi.log;

import dev.parley.model.Entry;

/** What came of one {@link Append}. All kinds are immutable. */
public sealed interface AppendResult {

    /**
     * The entries are in the log.
     *
     * @param firstSeq the seq of the first of them
     */
    record Appended(long firstSeq) implements AppendResult {}

    /**
     * The last entry's key is in the log already, for the same content.
     *
     * @param stored the entry in the log
     */
    record Duplicate(Entry stored) implements AppendResult {}

    /**
     * The last entry's key is in the log already, for other content.
     *
     * @param stored the entry in the log
     */
    record KeyReused(Entry stored) implements AppendResult {}

    /**
     * The expectation does not hold.
     *
     * @param actual where the log ends
     */
    record Conflict(LogHead actual) implements AppendResult {}
}
