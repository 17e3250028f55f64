package dev.parley.presence.redis.internal.cache;

import java.util.concurrent.atomic.LongAdder;

/** What became of reads. Thread-safe. */
public final class Tally {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unreadable = new LongAdder();

    /** Nothing happened yet. */
    public Tally() {}

    void asked(boolean hit) {
        (hit ? hits : misses).increment();
    }

    void failed() {
        failures.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    /** How many stretches Redis had. */
    public long hits() {
        return hits.sum();
    }

    /** How many it did not have, or not whole. */
    public long misses() {
        return misses.sum();
    }

    /** Of how many it said nothing, or not in time. */
    public long failures() {
        return failures.sum();
    }

    /** How many values were no entries; each made its stretch a miss. */
    public long unreadables() {
        return unreadable.sum();
    }
}
