package dev.parley.benchmarks.day;

import dev.parley.benchmarks.capacity.Inputs;
import java.util.List;
import java.util.Locale;

/** Lives through the day and prints it; {@code docs/capacity.md} says how to run it. Confined to its main thread. */
public final class DayMain {

    private DayMain() {}

    /** Arguments: {@code seed=}, {@code scale=}, {@code nodes=}, {@code hours=}, and inputs of the calculation. */
    public static void main(String[] args) {
        List<String> all = List.of(args);
        DayOptions options = DayOptions.of(all);
        Inputs inputs = Inputs.REFERENCE.with(
                all.stream().filter(arg -> !DayOptions.knows(arg)).toList());
        long start = System.nanoTime();
        Day day = new Day(options, inputs.traffic());
        List<Slice> slices = day.live();
        System.out.println(new DayTable(slices, inputs, options.scale(), options.nodes()).text());
        System.out.printf(
                Locale.ROOT,
                "%s took %.0f s; failures in the background: %d %s%n",
                options,
                (System.nanoTime() - start) / 1e9,
                day.failures().size(),
                day.failures().stream().distinct().limit(5).toList());
    }
}
