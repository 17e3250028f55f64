package dev.parley.benchmarks.capacity;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints how many machines a workload needs; {@code docs/capacity.md} says how to run it. Confined to its main thread. */
public final class CapacityMain {

    private CapacityMain() {}

    /** Arguments: {@code name=value}s over the defaults, of which it prints all. */
    public static void main(String[] args) {
        System.out.println(text(Inputs.REFERENCE.with(List.of(args))));
    }

    /** The calculation as a table. */
    static String text(Inputs inputs) {
        Capacity capacity = new Capacity(inputs);
        StringBuilder text = new StringBuilder("inputs:");
        for (Map.Entry<String, Double> each : inputs.names().entrySet()) {
            text.append(' ').append(each.getKey()).append('=').append(plain(each.getValue()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%n%-10s %-34s %14s %-12s %12s %7s%n",
                "machine",
                "for",
                "amount",
                "",
                "one carries",
                "number"));
        capacity.needs().forEach(need -> text.append(need).append(System.lineSeparator()));
        for (String machines : List.of(Capacity.NODE, Capacity.CASSANDRA, Capacity.REDIS)) {
            text.append(String.format(Locale.ROOT, "%n%-10s %d", machines, capacity.count(machines)));
        }
        text.append(String.format(Locale.ROOT, " (nodes with %d to spare)", (int)
                inputs.machines().spare()));
        double nodes = capacity.count(Capacity.NODE);
        text.append(String.format(
                Locale.ROOT,
                "%n%nin the busiest second: %,.0f rows written, %,.0f reads, %,.0f devices come, a message goes to %.1f other nodes",
                capacity.rowsWritten(),
                capacity.reads(nodes),
                capacity.returns(),
                capacity.told(nodes)));
        return text.toString();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
