package dev.parley.core.internal.cluster;

import dev.parley.model.UserId;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Whom something concerned that other nodes were told lately, while nothing was known of one more place where they might be. Only
 * roughly: somebody may be named who is not, at 50,000 users a second one in five. Thread-safe.
 */
final class LatelyTold {

    /** For how many beats somebody is remembered, at least: by then a node that told nothing is missed. */
    static final int BEATS = 2 * Hearing.SILENT_BEATS;

    private static final int BITS = 22;

    private volatile AtomicLongArray fresh = bits();
    private volatile AtomicLongArray old = bits();
    private int beats;

    private static AtomicLongArray bits() {
        return new AtomicLongArray(1 << (BITS - 6));
    }

    void add(UserId user) {
        int place = place(user);
        long bit = 1L << place;
        AtomicLongArray now = fresh;
        if ((now.get(place >>> 6) & bit) == 0) {
            now.accumulateAndGet(place >>> 6, bit, (before, more) -> before | more);
        }
    }

    boolean has(UserId user) {
        int place = place(user);
        return ((fresh.get(place >>> 6) | old.get(place >>> 6)) & (1L << place)) != 0;
    }

    /** A beat has passed. Called by one thread at a time. */
    void beat() {
        if (++beats >= BEATS) {
            beats = 0;
            old = fresh;
            fresh = bits();
        }
    }

    private static int place(UserId user) {
        return (user.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - BITS);
    }
}
