package dev.parley.core.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long NOW = 1_000_000;

    @Test
    void theBurstComesAtOnceAndThenTheRate() {
        TokenBucket bucket = new TokenBucket(10, 5, NOW);
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.take(NOW)).isZero();
        }
        assertThat(bucket.take(NOW)).isEqualTo(100);
        assertThat(bucket.take(NOW + 99)).isEqualTo(1);
        assertThat(bucket.take(NOW + 100)).isZero();
        assertThat(bucket.take(NOW + 100)).isEqualTo(100);
    }

    @Test
    void theTimeNamedIsEnoughAtAnyRate() {
        for (double rate = 0.3; rate < 2_000; rate *= 1.37) {
            TokenBucket bucket = new TokenBucket(rate, 3, NOW);
            long now = NOW;
            for (int i = 0; i < 200; i++) {
                long wait = bucket.take(now);
                if (wait > 0) {
                    now += wait;
                    assertThat(bucket.take(now)).as("at %s/s", rate).isZero();
                }
            }
        }
    }

    @Test
    void itHoldsNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(10, 2, NOW);
        assertThat(bucket.take(NOW + 1_000_000)).isZero();
        assertThat(bucket.take(NOW + 1_000_000)).isZero();
        assertThat(bucket.take(NOW + 1_000_000)).isPositive();
    }

    @Test
    void aClockSteppingBackNeitherRefillsNorBlocks() {
        TokenBucket bucket = new TokenBucket(10, 1, NOW);
        assertThat(bucket.take(NOW)).isZero();
        assertThat(bucket.take(NOW - 3_600_000)).isEqualTo(100);
        assertThat(bucket.take(NOW - 3_600_000 + 100)).isZero();
        assertThat(bucket.take(NOW - 7_200_000)).isEqualTo(100);
    }

    @Test
    void aClockSteppingForthRefillsOnceOnly() {
        TokenBucket bucket = new TokenBucket(10, 1, NOW);
        assertThat(bucket.take(NOW)).isZero();
        assertThat(bucket.take(NOW + 3_600_000)).isZero();
        assertThat(bucket.take(NOW + 3_600_000)).isEqualTo(100);
    }

    @Test
    void noLimitIsNoLimit() {
        TokenBucket bucket = new TokenBucket(Double.POSITIVE_INFINITY, Integer.MAX_VALUE, NOW);
        for (int i = 0; i < 10_000; i++) {
            assertThat(bucket.take(NOW)).isZero();
        }
        assertThat(bucket.full(NOW)).isTrue();
    }

    @Test
    void aRateOfNothingStillNamesATimeToComeBack() {
        TokenBucket bucket = new TokenBucket(0, 1, NOW);
        assertThat(bucket.take(NOW)).isZero();
        assertThat(bucket.take(NOW + 1)).isEqualTo(3_600_000);
    }

    @Test
    void itIsFullAgainOnceAllCameBack() {
        TokenBucket bucket = new TokenBucket(10, 2, NOW);
        assertThat(bucket.full(NOW)).isTrue();
        assertThat(bucket.take(NOW)).isZero();
        assertThat(bucket.full(NOW + 99)).isFalse();
        assertThat(bucket.full(NOW + 100)).isTrue();
    }
}
