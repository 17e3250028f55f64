package dev.parley.benchmarks.load.run;

import java.util.Locale;

/**
 * Searches for the highest rate that holds: rises by a factor until one fails, then halves the gap until it is small. A rate
 * fails when it failed as often as was asked for, because a busy machine may stumble once; and the lowest that failed gets a
 * last chance at the end, because such a machine, and a JVM that still compiles, may stumble for longer. Confined to one
 * thread.
 */
public final class MaxSearch {

    /** After so many rounds nothing new is begun. */
    private static final int MOST = 30;

    private final double factor;
    private final double precision;
    private final int tries;
    private double holds;
    private double fails = Double.POSITIVE_INFINITY;
    private double next;
    private int failed;
    private boolean hasFailed;
    private boolean lastChance;
    private boolean over;
    private int rounds;

    /**
     * Begins a search.
     *
     * @param first the first rate to try
     * @param factor by how much to rise, more than 1
     * @param precision how close the lowest rate that fails must be to the highest that holds, as a factor, more than 1
     * @param tries how often a rate must fail until it does, at least 1
     */
    public MaxSearch(double first, double factor, double precision, int tries) {
        if (!(first > 0 && factor > 1 && precision > 1 && tries >= 1)) {
            throw new IllegalArgumentException("search: " + first + ", " + factor + ", " + precision + ", " + tries
                    + " (expected: above 0, 1, 1, at least 1)");
        }
        this.next = first;
        this.factor = factor;
        this.precision = precision;
        this.tries = tries;
    }

    /** Which rate to try next. */
    public double next() {
        return next;
    }

    /** Says how the rate that was tried went. */
    public void tried(boolean held) {
        rounds++;
        failed = held ? 0 : failed + 1;
        if (failed > 0 && failed < tries) {
            return;
        }
        failed = 0;
        if (held) {
            holds = next;
        } else {
            fails = next;
            hasFailed = true;
        }
        if (lastChance) {
            over = !held || rounds >= MOST;
            fails = held ? Double.POSITIVE_INFINITY : fails;
            lastChance = false;
        }
        if (holds > 0 && fails / holds <= precision) {
            lastChance = true;
            next = fails;
        } else if (Double.isInfinite(fails)) {
            next = holds * (hasFailed ? Math.sqrt(factor) : factor);
        } else if (holds == 0) {
            next = fails / (factor * factor);
        } else {
            next = Math.sqrt(holds * fails);
        }
    }

    /** Tells whether the answer is known, or there is none worth the time. */
    public boolean done() {
        boolean hopeless = holds == 0 && next < 1;
        return over || hopeless;
    }

    /** What is known so far, for people. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f/s holds, %.0f/s fails", holds, fails);
    }

    /** The highest rate that held, 0 if none did. */
    public double best() {
        return holds;
    }

    /** How many rounds it took so far. */
    public int rounds() {
        return rounds;
    }
}
