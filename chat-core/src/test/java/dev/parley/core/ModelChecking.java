package dev.parley.core;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Tries the interleavings of small random scenarios on a shared structure: every result must be one that some order of
 * the same calls gives, and what the structure's test says of its end must hold. {@code -Dparley.lincheck=100} tries a
 * hundred times as many scenarios.
 */
public final class ModelChecking {

    private static final int SCENARIOS = 10;
    private static final int INTERLEAVINGS = 200;
    private static final int RACES = 3;
    private static final int RACED = 60;
    private static final int TIMES = Integer.getInteger("parley.lincheck", 1);

    private ModelChecking() {}

    /** Checks the structure that a class describes by its operations; fails with the shortest interleaving that is wrong. */
    public static void check(Class<?> operations) {
        options(SCENARIOS, INTERLEAVINGS).actorsBefore(1).actorsAfter(1).check(operations);
    }

    /**
     * Checks what two threads leave behind who did two operations each, and nobody after them: what got stuck stays stuck.
     * For structures with long paths: the build has time for a few of them only.
     */
    public static void race(Class<?> operations) {
        options(RACES, RACED).actorsBefore(0).actorsAfter(0).check(operations);
    }

    private static ModelCheckingOptions options(int scenarios, int interleavings) {
        return new ModelCheckingOptions()
                .iterations(scenarios * TIMES)
                .invocationsPerIteration(interleavings)
                .threads(2)
                .actorsPerThread(2);
    }
}
