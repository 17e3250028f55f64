package dev.parley.core.internal.limit;

/**
 * A token bucket: so many at once, then so many per second. Its caller brings the time; time that steps back refills
 * nothing and blocks nothing, time that steps forward refills at most the burst (G14). Confined to one thread at a time.
 */
public final class TokenBucket {

    /** Sums of fractions fall short of what they stand for; a wait that was named is a wait that suffices. */
    private static final double ROUNDING = 1e-6;

    /** So that a rate of nothing still names a time to come back. */
    private static final long LONGEST_WAIT_MILLIS = 3_600_000;

    private final double perSecond;
    private final int burst;
    private double tokens;
    private long refilledAtMillis;

    /**
     * A full bucket.
     *
     * @param perSecond how many tokens come back per second; infinity for no limit
     * @param burst how many it holds
     * @param nowMillis the time
     */
    public TokenBucket(double perSecond, int burst, long nowMillis) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.refilledAtMillis = nowMillis;
    }

    /**
     * Takes a token.
     *
     * @param nowMillis the time
     * @return 0 when there was one; else in how many milliseconds there will be, 1 or more
     */
    public long take(long nowMillis) {
        if (Double.isInfinite(perSecond)) {
            return 0;
        }
        refill(nowMillis);
        if (tokens >= 1 - ROUNDING) {
            tokens = Math.max(0, tokens - 1);
            return 0;
        }
        double wait = Math.ceil((1 - ROUNDING - tokens) * 1_000 / perSecond);
        return Math.max(1, (long) Math.min(LONGEST_WAIT_MILLIS, wait));
    }

    /**
     * Tells whether nothing is taken, in which case a new bucket would do as well.
     *
     * @param nowMillis the time
     * @return true when it is full
     */
    public boolean full(long nowMillis) {
        if (Double.isInfinite(perSecond)) {
            return true;
        }
        refill(nowMillis);
        return tokens >= burst - ROUNDING;
    }

    private void refill(long nowMillis) {
        long elapsed = Math.max(0, nowMillis - refilledAtMillis);
        tokens = Math.min(burst, tokens + elapsed * perSecond / 1_000);
        refilledAtMillis = nowMillis;
    }
}
