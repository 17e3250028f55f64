package dev.parley.integration.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * G8: what a client made of a snapshot and the events since is what a fresh client is told. Real engine, real clients,
 * random users on bad networks, one thread, virtual time.
 */
@Tag("any-jdk")
class ConvergenceTest {

    private static final int STEPS = 70;

    @TestFactory
    Stream<DynamicTest> aCopyGrownByEventsEqualsAFreshOne() {
        return seeds(200).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> Simulation.check(plan(seed))));
    }

    @Test
    void aSeedGivesTheSameRunAgain() {
        assertThat(Simulation.run(plan(4))).isEqualTo(Simulation.run(plan(4)));
    }

    /** The seed asked for, or as many as asked for. */
    static Stream<Long> seeds(long usual) {
        Long one = Long.getLong("parley.seed");
        return one != null
                ? Stream.of(one)
                : LongStream.rangeClosed(1, Long.getLong("parley.seeds", usual)).boxed();
    }

    private static Plan plan(long seed) {
        return Plan.of(ConvergenceTest.class, seed, 1, STEPS);
    }
}
