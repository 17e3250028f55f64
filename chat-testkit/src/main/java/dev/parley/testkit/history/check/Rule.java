package dev.parley.testkit.history.check;

import java.util.Locale;

/**
 * What a history must not show. The guarantees in brackets are those of {@code docs/guarantees.md}. Immutable.
 */
public enum Rule {
    /** Acked, or shown to a device, and absent from the log at the end (G1). */
    LOST,

    /** There, although nobody ever asked for it, or not for that (G3). */
    PHANTOM,

    /** There, although its sender was told that it never will be (G2). */
    RESURRECTED,

    /** One key at two places of the log, or one place shown twice to a device (G3, G6). */
    DUPLICATE,

    /** One place of the log holds different entries for different observers, the sender's ack included (G4). */
    DIVERGENT_ORDER,

    /** A device was shown n + 1 before n; or a page or the log itself has a hole (G7). */
    GAP,

    /** A device's later write stands before its earlier one, both acked (G5). */
    FIFO_BREAK,

    /** A write stands before one that was acked before it was asked for (G4). */
    REAL_TIME_INVERSION,

    /** A read ends before what its device had been acked, shown or read already (G17). */
    STALE_READ,

    /** A mark moved back (G9). */
    MARK_REGRESSION,

    /** A mark passed the head, or reading passed receiving (G9). */
    MARK_OUT_OF_BOUNDS,

    /** Somebody was shown what lies outside of their membership (G11). */
    OUTSIDE_MEMBERSHIP,

    /** What a message said was shown after its deletion was known (G20). */
    CONTENT_AFTER_DELETE,

    /** A device that had caught up was not shown everything (G6). */
    UNDELIVERED;

    /**
     * The name in a report.
     *
     * @return the name in lower case, with hyphens
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
