package dev.parley.benchmarks.load.cluster;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the command line asked for: {@code short} or {@code full}, and {@code name=value}s over that. Immutable. */
final class ClusterOptions {

    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("nodes", "1,3"),
            Map.entry("workloads", "pairs"),
            Map.entry("users-pairs", "1000"),
            Map.entry("users-fanout", "200"),
            Map.entry("users-receipts", "1000"),
            Map.entry("lanes", "256"),
            Map.entry("rates-pairs", "200,500"),
            Map.entry("rates-fanout", "1000"),
            Map.entry("rates-receipts", "200"),
            Map.entry("rounds", "1"),
            Map.entry("warm", "8000"),
            Map.entry("warm-rate", "150"),
            Map.entry("warmup", "300"),
            Map.entry("measure", "4000"),
            Map.entry("drain", "10000"),
            Map.entry("search-seconds", "20"),
            Map.entry("p99", "250"),
            Map.entry(
                    "java",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            Map.entry(
                    "node-flags",
                    "-Xms768m -Xmx768m -Xmn64m -XX:+UseParallelGC -XX:-UseDynamicNumberOfCompilerThreads"),
            Map.entry("generator-flags", "-Xms512m -Xmx512m -XX:+UseParallelGC -XX:-UseDynamicNumberOfCompilerThreads"),
            Map.entry("out", "target/load"));

    private static final Map<String, String> FULL = Map.of(
            "workloads", "pairs,receipts,fanout",
            "rates-pairs", "200,500,800",
            "rates-fanout", "1000,3000",
            "rounds", "2",
            "warm", "16000",
            "measure", "5000",
            "search-seconds", "40");

    private final Map<String, String> values;

    private ClusterOptions(Map<String, String> values) {
        this.values = values;
    }

    static ClusterOptions of(List<String> args) {
        Map<String, String> values = new LinkedHashMap<>(SHORT);
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (arg.equals("full")) {
                values.putAll(FULL);
            } else if (equals > 0 && values.containsKey(arg.substring(0, equals))) {
                values.put(arg.substring(0, equals), arg.substring(equals + 1));
            } else if (!arg.equals("short")) {
                throw new IllegalArgumentException("argument: " + arg
                        + " (expected: short, full, or name=value with one of " + SHORT.keySet() + ")");
            }
        }
        return new ClusterOptions(values);
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("option: " + name);
        }
        return value;
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    List<String> list(String name) {
        return Arrays.stream(text(name).split(",", -1)).toList();
    }

    List<String> words(String name) {
        return Arrays.stream(text(name).split(" ", -1))
                .filter(each -> !each.isBlank())
                .toList();
    }

    Map<String, String> all() {
        return Map.copyOf(values);
    }
}
