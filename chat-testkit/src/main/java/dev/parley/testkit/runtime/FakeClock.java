package dev.parley.testkit.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until somebody moves it, forwards or backwards. Thread-safe. */
public final class FakeClock implements InstantSource {

    /** What a new clock shows: an ordinary afternoon, no round number in any unit. */
    public static final Instant START = Instant.parse("2026-11-21T15:04:05.678Z");

    private Instant now;

    /** Makes a clock that shows {@link #START}. */
    public FakeClock() {
        this(START);
    }

    /**
     * Makes a clock.
     *
     * @param start what it shows
     */
    public FakeClock(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /**
     * Moves the clock.
     *
     * @param step how far; a negative step is one back
     * @return what it shows from now on
     */
    public synchronized Instant advance(Duration step) {
        now = now.plus(step);
        return now;
    }

    /**
     * Sets the clock.
     *
     * @param instant what it shows from now on
     */
    public synchronized void set(Instant instant) {
        now = instant;
    }
}
