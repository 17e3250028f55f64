package dev.parley.benchmarks.load.generator;

/**
 * When each message is to be sent: one after the other at a fixed rate, whatever becomes of the earlier ones. A server that
 * stalls does not delay the schedule, so that what waited counts with its wait. Immutable.
 *
 * @param startNanos when message 0 is due, as {@link System#nanoTime} counts
 * @param perSecond how many are due in a second
 */
record Schedule(long startNanos, double perSecond) {

    Schedule {
        boolean rate = perSecond > 0;
        if (!rate) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: more than 0)");
        }
    }

    /** When a message is to be sent. */
    long due(int message) {
        return startNanos + (long) (message * 1e9 / perSecond);
    }

    /** How many messages are due by now. */
    int countDue(long nowNanos) {
        long elapsed = nowNanos - startNanos;
        if (elapsed < 0) {
            return 0;
        }
        int count = (int) Math.min(Integer.MAX_VALUE - 1, (long) (elapsed * perSecond / 1e9) + 2);
        // One too many rather than one too few: rounding may take the last nanosecond either way.
        while (count > 0 && due(count - 1) > nowNanos) {
            count--;
        }
        return count;
    }
}
