package dev.parley.core.spi.log;

/**
 * Where a log ends. Immutable.
 *
 * @param head the highest seq, 0 for a log without entries
 * @param stateSeq the seq of the newest entry that changed the conversation itself, 0 when there is none
 */
public record LogHead(long head, long stateSeq) {

    /** A log without entries. */
    public static final LogHead EMPTY = new LogHead(0, 0);
}
