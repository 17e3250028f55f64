package dev.parley.integration.convergence;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a run does: it follows from these values alone. Immutable.
 *
 * @param test the test that runs such plans
 * @param seed of everything random
 * @param nodes how many nodes there are; with more than one, nodes, stores and bus fail
 * @param onlyBus whether of these only the bus fails
 * @param tiny whether fan-out is on read from three members, and no node keeps more than three in memory
 * @param steps the numbers of the steps that are done, ascending
 */
record Plan(Class<?> test, long seed, int nodes, boolean onlyBus, boolean tiny, List<Integer> steps) {

    static Plan of(Class<?> test, long seed, int nodes, int steps) {
        String only = System.getProperty("parley.steps");
        List<Integer> numbers = only == null
                ? IntStream.range(0, steps).boxed().toList()
                : Arrays.stream(only.split(",")).map(Integer::valueOf).toList();
        return new Plan(test, seed, nodes, false, false, numbers);
    }

    /** The same with nodes and stores that never fail. */
    Plan failingOnlyOnTheBus() {
        return new Plan(test, seed, nodes, true, tiny, steps);
    }

    /** The same where groups of three and more are what channels are elsewhere. */
    Plan withReadFanOut() {
        return new Plan(test, seed, nodes, onlyBus, true, steps);
    }

    /** The same without some steps: each step has random numbers of its own, so the others do what they did. */
    Plan without(List<Integer> some) {
        TreeSet<Integer> left = new TreeSet<>(steps);
        some.forEach(left::remove);
        return new Plan(test, seed, nodes, onlyBus, tiny, List.copyOf(left));
    }

    Random random(int step) {
        return new Random(seed * 1_000_003 + step);
    }

    /** How to do it again. */
    String replay() {
        return "replay with -Dtest=" + test.getSimpleName() + " -Dparley.seed=" + seed + " -Dparley.steps="
                + steps.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
