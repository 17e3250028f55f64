package dev.parley.benchmarks.counting;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened, by name. Thread-safe. */
public final class Tally {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** It happened once. */
    public void add(String name) {
        add(name, 1);
    }

    /** It happened so often. */
    public void add(String name, long times) {
        counts.computeIfAbsent(name, unused -> new LongAdder()).add(times);
    }

    /** All counts since the last time, which begin anew. */
    public Map<String, Long> taken() {
        Map<String, Long> taken = new TreeMap<>();
        counts.forEach((name, count) -> {
            long times = count.sumThenReset();
            if (times != 0) {
                taken.put(name, times);
            }
        });
        return taken;
    }
}
