package dev.parley.benchmarks.operations;

import dev.parley.benchmarks.counting.Counted;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What each send asked for, as a table and in full. */
final class OperationsTable {

    /** Below this it is the noise of what goes on beside. */
    private static final double LEAST = 0.015;

    static final String HEADER = String.format(
            Locale.ROOT,
            "%-8s %7s %7s %6s | %6s %6s | %8s %6s %6s | %6s %7s %7s | %6s %6s | %9s %6s",
            "kind",
            "members",
            "writing",
            "online",
            "calls",
            "rows",
            "cql req.",
            "reads",
            "writes",
            "frames",
            "publish",
            "others",
            "pushed",
            "hints",
            "cass. us",
            "redis");

    /** CPU of the servers in microseconds. */
    static final String CASSANDRA = "cpu of Cassandra";

    static final String REDIS = "cpu of Redis";

    private OperationsTable() {}

    static String line(OperationsMain.Size size, Map<String, Double> each) {
        String line = String.format(
                Locale.ROOT,
                "%-8s %7d %7d %6d | %6.1f %6.1f | %8.1f %6.1f %6.1f | %6.2f %7.2f %7.2f | %6.1f %6.1f | %9.0f %6.0f",
                size.kind().name().toLowerCase(Locale.ROOT),
                size.members(),
                size.senders(),
                size.online(),
                sum(each, "Store\\.\\w+"),
                sum(each, "Store\\.\\w+" + Counted.ROWS),
                sum(each, "cql requests"),
                sum(each, "cql select .*"),
                sum(each, "cql (in batch: )?(insert|update|delete) .*"),
                sum(each, "NodeBus.send"),
                sum(each, "redis (s?publish)"),
                sum(each, "redis (?!s?publish).*"),
                sum(each, "entries pushed"),
                sum(each, "hints pushed"),
                each.getOrDefault(CASSANDRA, 0.0),
                each.getOrDefault(REDIS, 0.0));
        Map<String, String> all = new TreeMap<>();
        each.forEach((name, times) -> {
            if (Math.abs(times) >= LEAST) {
                all.put(name, String.format(Locale.ROOT, "%.2f", times));
            }
        });
        return line + "\n    " + all;
    }

    private static double sum(Map<String, Double> each, String pattern) {
        return each.entrySet().stream()
                .filter(entry -> entry.getKey().matches("(\\w*)" + pattern))
                .mapToDouble(entry -> Math.max(0, entry.getValue()))
                .sum();
    }
}
