package dev.parley.core.spi.log;

import org.jspecify.annotations.Nullable;

/**
 * What must hold for an append to happen. Immutable.
 *
 * @param head the head that the log must have, or null for any
 * @param stateSeq the {@link LogHead#stateSeq} that the log must have, or null for any: whoever judged access on the
 *     members as of that entry judged right
 */
public record Expectation(@Nullable Long head, @Nullable Long stateSeq) {

    /** Whatever the log is like. */
    public static final Expectation ANY = new Expectation(null, null);

    /**
     * The log ends at a seq.
     *
     * @param head the seq; 0 for a log without entries
     * @return the expectation
     */
    public static Expectation head(long head) {
        return new Expectation(head, null);
    }

    /**
     * The conversation itself has not changed since a seq.
     *
     * @param stateSeq the seq of the newest structural entry that the caller knows
     * @return the expectation
     */
    public static Expectation state(long stateSeq) {
        return new Expectation(null, stateSeq);
    }

    /**
     * Tells whether it holds.
     *
     * @param actual where the log ends
     * @return true when the append may happen
     */
    public boolean holds(LogHead actual) {
        return (head == null || head == actual.head()) && (stateSeq == null || stateSeq == actual.stateSeq());
    }
}
