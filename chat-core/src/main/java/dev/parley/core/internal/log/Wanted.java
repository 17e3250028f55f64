package dev.parley.core.internal.log;

import dev.parley.core.internal.access.Grant;
import dev.parley.core.spi.log.RangeEnd;

/**
 * A page of a log that is wanted. Immutable.
 *
 * @param grant whose, and what of it may be seen
 * @param range the stretch
 * @param limit the most entries, 1 or more
 * @param end which end of the stretch matters when there are more
 * @param head where the log ends
 */
public record Wanted(Grant grant, Grant.Range range, int limit, RangeEnd end, long head) {

    long visibleHead() {
        return grant.visibleHead(head);
    }

    long low() {
        return Math.max(1, range.low());
    }

    long high() {
        return Math.min(range.high(), visibleHead());
    }

    /** The most entries that it can come to. */
    int most() {
        return (int) Math.max(0, Math.min(limit, high() - low() + 1));
    }
}
