package dev.parley.benchmarks.load.run;

/**
 * Searches for the highest rate that holds: rises by a factor until one fails, then halves the gap until it is small. A rate
 * fails when it failed twice, because a busy machine may stumble once; and the lowest that failed gets a last chance at the
 * end, because such a machine, and a JVM that still compiles, may stumble for longer. Confined to one thread.
 */
public final class MaxSearch {

    /** After so many rounds nothing new is begun. */
    private static final int MOST = 30;

    private final double factor;
    private final double precision;
    private double holds;
    private double fails = Double.POSITIVE_INFINITY;
    private double next;
    private boolean failedOnce;
    private boolean lastChance;
    private boolean over;
    private int rounds;

    /**
     * Begins a search.
     *
     * @param first the first rate to try
     * @param factor by how much to rise, more than 1
     * @param precision how close the lowest rate that fails must be to the highest that holds, as a factor, more than 1
     */
    public MaxSearch(double first, double factor, double precision) {
        if (!(first > 0 && factor > 1 && precision > 1)) {
            throw new IllegalArgumentException(
                    "search: " + first + ", " + factor + ", " + precision + " (expected: above 0, 1, 1)");
        }
        this.next = first;
        this.factor = factor;
        this.precision = precision;
    }

    /** Which rate to try next. */
    public double next() {
        return next;
    }

    /** Says how the rate that was tried went. */
    public void tried(boolean held) {
        rounds++;
        if (!held && !failedOnce) {
            failedOnce = true;
            return;
        }
        failedOnce = false;
        if (held) {
            holds = next;
        } else {
            fails = next;
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
            next = holds * factor;
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

    /** The highest rate that held, 0 if none did. */
    public double best() {
        return holds;
    }

    /** How many rounds it took so far. */
    public int rounds() {
        return rounds;
    }
}
