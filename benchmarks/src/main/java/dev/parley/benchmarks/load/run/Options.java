package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.subject.Workload;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the command line asked for: {@code short} or {@code full}, and {@code name=value}s over that. Immutable. */
public final class Options {

    private static final String SUBJECTS = "subjects";

    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("workloads", "pairs,fanout"),
            Map.entry(SUBJECTS, "relay-json,durable-rocksdb,parley-memory,parley-rocksdb"),
            Map.entry(SUBJECTS + "-fanout", "relay-raw,parley-memory,parley-rocksdb"),
            Map.entry("rates", "30000"),
            Map.entry("rounds", "1"),
            Map.entry("searches", "1"),
            Map.entry("warm", "10000"),
            Map.entry("warmup", "200"),
            Map.entry("measure", "1000"),
            Map.entry("drain", "5000"),
            Map.entry("precision", "1.35"),
            Map.entry("search-seconds", "80"),
            Map.entry("rise", "2.2"),
            Map.entry("tries", "1"),
            Map.entry("threads", "1"),
            Map.entry("loops", Integer.toString(Math.max(1, Runtime.getRuntime().availableProcessors() - 1))),
            Map.entry("users", "0"),
            Map.entry("idle", "1000,3000"),
            Map.entry("sessions", "1000000"),
            Map.entry("servers", "6"),
            Map.entry("crowd", "16700"),
            Map.entry("hold", "60"),
            Map.entry("settle", "4"),
            Map.entry("devices", "2000"),
            Map.entry("p99", "100"),
            Map.entry(
                    "java",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            Map.entry(
                    "server-flags", "-Xms6g -Xmx6g -Xmn64m -XX:+UseParallelGC -XX:-UseDynamicNumberOfCompilerThreads"),
            Map.entry("generator-flags", "-Xms512m -Xmx512m -XX:+UseParallelGC -XX:-UseDynamicNumberOfCompilerThreads"),
            Map.entry("idle-flags", "-Xms256m -Xmx2g -Xmn32m -XX:+UseSerialGC"),
            Map.entry("sessions-flags", "-Xms2g -Xmx4g -Xmn256m -XX:+UseSerialGC"),
            Map.entry("profile", "none"),
            Map.entry("out", "target/load"));

    private static final Map<String, String> FULL = Map.ofEntries(
            Map.entry(
                    "workloads", "pairs,fanout,receipts,idle,sessions,crowd,storm,catchup,history-store,history-cache"),
            Map.entry(
                    SUBJECTS,
                    "relay-raw,relay-json,relay-json-ack,durable-rocksdb,parley-memory,parley-postgresql,parley-rocksdb,"
                            + "cometd,netty-socketio,vertx-bridge,spring-stomp"),
            Map.entry(SUBJECTS + "-fanout", "relay-raw,relay-json,parley-memory,parley-rocksdb,cometd,vertx-bridge"),
            Map.entry(SUBJECTS + "-idle", "relay-raw,parley-rocksdb"),
            Map.entry(SUBJECTS + "-sessions", "parley-rocksdb"),
            Map.entry(SUBJECTS + "-crowd", "parley-rocksdb"),
            Map.entry(SUBJECTS + "-storm", "parley-rocksdb"),
            Map.entry(SUBJECTS + "-catchup", "parley-rocksdb"),
            Map.entry(SUBJECTS + "-history-store", "parley-rocksdb"),
            Map.entry(SUBJECTS + "-history-cache", "parley-rocksdb"),
            Map.entry("rates", "5000,20000,30000"),
            Map.entry("rounds", "1"),
            Map.entry("searches", "1"),
            Map.entry("warm", "16000"),
            Map.entry("warmup", "400"),
            Map.entry("measure", "1500"),
            Map.entry("drain", "5000"),
            Map.entry("precision", "1.15"),
            Map.entry("search-seconds", "240"),
            Map.entry("rise", "1.6"),
            Map.entry("tries", "2"),
            Map.entry("devices", "10000"),
            Map.entry("settle", "12"),
            Map.entry("idle", "1000,10000,19000"));

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /** Reads the command line. */
    public static Options of(String... args) {
        Map<String, String> values = new LinkedHashMap<>(SHORT);
        Set<String> known = new TreeSet<>(values.keySet());
        Arrays.stream(Workload.values()).forEach(each -> known.add(SUBJECTS + "-" + each.label()));
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (arg.equals("full")) {
                values.putAll(FULL);
            } else if (equals > 0 && known.contains(arg.substring(0, equals))) {
                if (arg.startsWith(SUBJECTS + "=")) {
                    values.keySet().removeIf(name -> name.startsWith(SUBJECTS + "-"));
                }
                values.put(arg.substring(0, equals), arg.substring(equals + 1));
            } else if (!arg.equals("short")) {
                throw new IllegalArgumentException(
                        "argument: " + arg + " (expected: short, full, or name=value with one of " + known + ")");
            }
        }
        return new Options(values);
    }

    /** A text. */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("option: " + name);
        }
        return value;
    }

    /** The names of the servers that play a workload: its own, or those of all. */
    public List<String> subjects(String workload) {
        String own = SUBJECTS + "-" + workload;
        return list(values.containsKey(own) ? own : SUBJECTS);
    }

    /** Several, with commas between them. */
    public List<String> list(String name) {
        return Arrays.stream(text(name).split(",", -1))
                .filter(each -> !each.isBlank())
                .map(String::strip)
                .toList();
    }

    /** Several, with spaces between them. */
    public List<String> words(String name) {
        return Arrays.stream(text(name).split(" ", -1))
                .filter(each -> !each.isBlank())
                .toList();
    }

    /** A number. */
    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    /** A number that need not be whole. */
    public double decimal(String name) {
        return Double.parseDouble(text(name));
    }

    /** All of them, for the report. */
    public Map<String, String> all() {
        return Map.copyOf(values);
    }
}
