package dev.parley.core.internal.exec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tests of lanes hold their outcome against. */
final class Order {

    private Order() {}

    /** Fails when a thread's numbers do not rise; each item is a thread and a number. */
    static void check(List<int[]> items) {
        Map<Integer, Integer> last = new HashMap<>();
        for (int[] item : items) {
            Integer before = last.put(item[0], item[1]);
            if (before != null && before >= item[1]) {
                throw new IllegalStateException("what one thread passed changed places");
            }
        }
    }
}
