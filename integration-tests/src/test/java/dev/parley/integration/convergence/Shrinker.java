package dev.parley.integration.convergence;

import java.util.List;
import java.util.function.Predicate;

/** Finds a shorter plan that fails, too: by leaving out halves of its steps, then quarters, and so on to single ones. */
final class Shrinker {

    private static final int MOST_RUNS = 300;

    private Shrinker() {}

    static Plan shrink(Plan failing, Predicate<Plan> fails) {
        Plan best = failing;
        int runs = 0;
        for (int size = Math.max(1, best.steps().size() / 2); size >= 1; size /= 2) {
            int from = 0;
            while (from < best.steps().size() && runs++ < MOST_RUNS) {
                List<Integer> some =
                        best.steps().subList(from, Math.min(best.steps().size(), from + size));
                Plan shorter = best.without(some);
                if (fails.test(shorter)) {
                    best = shorter;
                } else {
                    from += size;
                }
            }
        }
        return best;
    }
}
