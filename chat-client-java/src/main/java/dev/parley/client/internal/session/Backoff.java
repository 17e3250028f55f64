package dev.parley.client.internal.session;

import java.util.random.RandomGenerator;

/** Full-jitter backoff: {@code random(0, min(20 s, 0.5 s × 2^attempt))}. Confined to the client's thread. */
public final class Backoff {

    private static final long FIRST_MS = 500;
    private static final long LONGEST_MS = 20_000;
    private static final int LAST_DOUBLING = 6;

    private final RandomGenerator random;

    /**
     * A backoff.
     *
     * @param random where the jitter comes from
     */
    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * How long to wait.
     *
     * @param attempt how many attempts failed before this one's predecessor: 0 for the first retry
     * @return milliseconds
     */
    public long delayMs(int attempt) {
        long ceiling = Math.min(LONGEST_MS, FIRST_MS << Math.min(attempt, LAST_DOUBLING));
        return random.nextLong(ceiling + 1);
    }
}
