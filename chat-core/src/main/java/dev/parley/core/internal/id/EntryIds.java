package dev.parley.core.internal.id;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7 (RFC 9562 section 5.7) that only grow, also while the clock stands or steps back: the 12 bits
 * after the version count on from the last id (section 6.2, method 1).
 */
public final class EntryIds {

    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong(); // 48 bits of milliseconds, 12 bits of counter

    public EntryIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The next id. */
    public UUID next() {
        long now = clock.millis() << 12;
        long tick = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (tick >>> 12 << 16) | 0x7000 | (tick & 0xFFF);
        long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
