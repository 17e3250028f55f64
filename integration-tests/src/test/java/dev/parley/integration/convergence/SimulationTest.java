package dev.parley.integration.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Three nodes on one set of stores while nodes are killed and paused, clocks are wrong, and calls to the stores and
 * signals between the nodes are delayed, lost, doubled and reordered: nothing acked is lost, nothing is there twice, what
 * was refused is not there, and in the end all copies are alike.
 */
@Tag("any-jdk")
class SimulationTest {

    private static final int NODES = 3;
    private static final int STEPS = 80;

    @TestFactory
    Stream<DynamicTest> whateverFailsEverythingComesRight() {
        return ConvergenceTest.seeds(300)
                .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> Simulation.check(plan(seed))));
    }

    /** Nodes find out by themselves that they missed something, and have their sessions ask: nobody needs to reconnect. */
    @TestFactory
    Stream<DynamicTest> whateverTheBusLosesComesWithoutAReconnect() {
        return ConvergenceTest.seeds(100)
                .map(seed -> DynamicTest.dynamicTest(
                        "seed " + seed, () -> Simulation.check(plan(seed).failingOnlyOnTheBus())));
    }

    /** Groups cross the threshold between fan-out on write and on read, both ways, while everything fails. */
    @TestFactory
    Stream<DynamicTest> groupsThatOutgrowFanOutOnWriteComeRight() {
        return ConvergenceTest.seeds(100)
                .map(seed -> DynamicTest.dynamicTest(
                        "seed " + seed, () -> Simulation.check(plan(seed).withReadFanOut())));
    }

    @Test
    void aSeedGivesTheSameRunAgain() {
        assertThat(Simulation.run(plan(1))).isEqualTo(Simulation.run(plan(1)));
    }

    private static Plan plan(long seed) {
        return Plan.of(SimulationTest.class, seed, NODES, STEPS);
    }
}
