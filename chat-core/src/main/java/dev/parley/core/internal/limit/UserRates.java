package dev.parley.core.internal.limit;

import dev.parley.model.UserId;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One bucket per user, shared by all sessions and requests of the user on this node. It outlives the session, so that
 * connecting again brings no new burst; a bucket that is full again is dropped, so only users who just did something
 * cost memory. Thread-safe.
 */
public final class UserRates {

    private static final int SWEEP_AT_LEAST = 1_024;

    private final InstantSource clock;
    private final double perSecond;
    private final int burst;
    private final ConcurrentHashMap<UserId, TokenBucket> buckets = new ConcurrentHashMap<>();
    private final AtomicInteger sweepAt = new AtomicInteger(SWEEP_AT_LEAST);

    /**
     * No user has taken anything yet.
     *
     * @param clock the time
     * @param perSecond tokens per second and user
     * @param burst how many may be taken at once
     */
    public UserRates(InstantSource clock, double perSecond, int burst) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /**
     * Takes a token of a user's.
     *
     * @param user whose
     * @return 0 when there was one; else in how many milliseconds there will be
     */
    public long take(UserId user) {
        if (Double.isInfinite(perSecond)) {
            return 0;
        }
        long now = clock.millis();
        long[] wait = {0};
        buckets.compute(user, (who, known) -> {
            TokenBucket bucket = known == null ? new TokenBucket(perSecond, burst, now) : known;
            wait[0] = bucket.take(now);
            return bucket;
        });
        sweep(now);
        return wait[0];
    }

    /** How many users are remembered. */
    int size() {
        return buckets.size();
    }

    private void sweep(long now) {
        int limit = sweepAt.get();
        // Doubling the mark makes the sweep's cost constant per call, on average.
        if (buckets.size() > limit && sweepAt.compareAndSet(limit, Integer.MAX_VALUE)) {
            for (UserId user : buckets.keySet()) {
                buckets.computeIfPresent(user, (who, bucket) -> dropFull(bucket, now));
            }
            sweepAt.set(Math.max(SWEEP_AT_LEAST, 2 * buckets.size()));
        }
    }

    private static @Nullable TokenBucket dropFull(TokenBucket bucket, long now) {
        return bucket.full(now) ? null : bucket;
    }
}
