package dev.parley.benchmarks.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class MaxSearchTest {

    private static final int ENOUGH = 100;

    /** Searches with a server that holds rates up to a limit; some rounds, counted from 0, fail whatever the rate. */
    private static MaxSearch search(double first, double limit, int tries, IntPredicate stumbles) {
        MaxSearch search = new MaxSearch(first, 1.6, 1.1, tries);
        for (int round = 0; !search.done(); round++) {
            assertThat(round).isLessThan(ENOUGH);
            search.tried(search.next() <= limit && !stumbles.test(round));
        }
        return search;
    }

    @Test
    void itFindsTheLimitAndNeverMoreThanThat() {
        for (double limit : new double[] {300, 5_000, 20_000, 64_321, 170_000}) {
            double best = search(20_000, limit, 2, round -> false).best();
            assertThat(best).isBetween(limit / 1.1, limit);
        }
    }

    @Test
    void oneStumbleChangesNothing() {
        for (int stumble = 0; stumble < 6; stumble++) {
            int bad = stumble;
            double best = search(20_000, 90_000, 2, round -> round == bad).best();
            assertThat(best).isBetween(90_000 / 1.1, 90_000.0);
        }
    }

    @Test
    void aRateThatFailedTwiceByBadLuckGetsALastChance() {
        double best =
                search(20_000, 90_000, 2, round -> round == 1 || round == 2).best();
        assertThat(best).isGreaterThan(60_000);
    }

    @Test
    void whereOneFailureCountsAStumbleStillGetsALastChance() {
        for (int stumble = 0; stumble < 6; stumble++) {
            int bad = stumble;
            double best = search(20_000, 90_000, 1, round -> round == bad).best();
            assertThat(best).isBetween(90_000 / 1.1, 90_000.0);
        }
    }

    @Test
    void aServerThatHoldsNothingEndsTheSearch() {
        assertThat(search(20_000, 0, 2, round -> false).best()).isZero();
    }
}
