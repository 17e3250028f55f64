package dev.parley.benchmarks.load.report;

import dev.parley.benchmarks.load.run.Played;
import dev.parley.benchmarks.load.run.Single;
import dev.parley.benchmarks.load.subject.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The targets, against the figures of one run. What a run did not play is told as not measured. Thread-safe.
 */
public final class Verdicts {

    /** What ejabberd 26 with its archive on PostgreSQL took for a message with receipts, measured apart on 2 cores. */
    private static final double EJABBERD_MICROS = 2_040;

    private static final String PAIRS = "pairs";
    private static final String RECEIPTS = "receipts";
    private static final String FANOUT = "fanout";
    private static final String MEMORY = "parley-memory";
    private static final double KIB = 1_024;

    private final Figures figures;
    private final List<Single> singles;
    private final String durable;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Verdicts(Figures figures, List<Single> singles) {
        this.figures = figures;
        this.singles = singles;
        this.durable = figures.subjects(PAIRS).contains("parley-rocksdb") ? "parley-rocksdb" : "parley-h2";
    }

    /** Of a run. */
    public static List<Verdict> of(Figures figures, List<Single> singles) {
        Verdicts verdicts = new Verdicts(figures, singles);
        verdicts.rates();
        verdicts.costs();
        verdicts.latencies();
        verdicts.others();
        return List.copyOf(verdicts.verdicts);
    }

    /** The heads of the table. */
    static List<String> heads() {
        return List.of("target", "measured", "ratio", "verdict");
    }

    private void rates() {
        least("1:1 in memory: share of relay-json's max", max(PAIRS, MEMORY) / max(PAIRS, "relay-json"), 0.55, "%.2f");
        least(
                "1:1 " + durable + ": share of durable-rocksdb's max",
                max(PAIRS, durable) / max(PAIRS, "durable-rocksdb"),
                0.55,
                "%.2f");
        least("1:1 " + durable + " with receipts, msg/s", max(RECEIPTS, durable), 30_000, "%.0f");
        least(
                "group of 100: share of relay-raw's deliveries/s",
                max(FANOUT, MEMORY) / max(FANOUT, "relay-raw"),
                0.85,
                "%.2f");
        least("1:1 parley-postgresql, msg/s", max(PAIRS, "parley-postgresql"), 10_000, "%.0f");
    }

    private void costs() {
        most(
                "1:1 in memory at 30,000/s: CPU against relay-json's",
                cpu(PAIRS, MEMORY, 30_000) / cpu(PAIRS, "relay-json", 30_000),
                2.2,
                "%.2f");
        most(
                "1:1 " + durable + ": CPU at max against CometD's",
                cpuAtMax(PAIRS, durable) / cpuAtMax(PAIRS, "cometd"),
                1,
                "%.2f");
        most(
                "1:1 " + durable + " with receipts: CPU at max, µs (1/30 of ejabberd's)",
                cpuAtMax(RECEIPTS, durable),
                EJABBERD_MICROS / 30,
                "%.1f");
        most(
                "group of 100: CPU per delivery at max against relay-raw's",
                cpuAtMax(FANOUT, MEMORY) / cpuAtMax(FANOUT, "relay-raw"),
                1.3,
                "%.2f");
        most("1:1 in memory: allocated per message, bytes", allocated(PAIRS), 2 * KIB, "%.0f");
        most(
                "group of 100 in memory: allocated per delivery, bytes",
                allocated(FANOUT) / Workload.FANOUT.perMessage(),
                2 * KIB,
                "%.0f");
    }

    private void latencies() {
        most(
                durable + " at 5,000/s: p50, ms",
                latency(5_000, each -> each.result().delivery().p50()),
                5,
                "%.1f");
        most(
                durable + " at 5,000/s: p99, ms",
                latency(5_000, each -> each.result().p99Micros()),
                20,
                "%.1f");
        most(
                durable + " at 20,000/s: p99, ms",
                latency(20_000, each -> each.result().p99Micros()),
                10,
                "%.1f");
    }

    private void others() {
        most("idle connection: RSS, KiB", single("idle", "rss per connection") / KIB, 4, "%.2f");
        most("idle connection: live heap, KiB", single("idle", "heap per connection") / KIB, 2, "%.2f");
        most("a million sessions: live heap each, KiB", million(), 1.5, "%.2f");
        most("100,000 connections on 6 servers: all CPU, % of the machine", crowd(), 15, "%.1f");
        most("10,000 devices back, nothing missed: seconds", single("storm", "seconds for 10,000"), 10, "%.1f");
        least("catch-up: messages/s", single("catchup", "messages per second"), 100_000, "%.0f");
        least("history from the store: pages/s", single("history-store", "pages per second"), 5_000, "%.0f");
        least("history from the cache: pages/s", single("history-cache", "pages per second"), 30_000, "%.0f");
    }

    private void least(String target, double measured, double wanted, String format) {
        verdicts.add(Verdict.atLeast(target + " ≥ " + number(wanted), measured, wanted, format));
    }

    private void most(String target, double measured, double wanted, String format) {
        verdicts.add(Verdict.atMost(target + " ≤ " + number(wanted), measured, wanted, format));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private double max(String workload, String subject) {
        return figures.max(workload, subject).median();
    }

    private double cpuAtMax(String workload, String subject) {
        return figures.atMax(workload, subject, SummaryTable::server).median();
    }

    private double cpu(String workload, String subject, double rate) {
        return figures.at(workload, subject, rate, SummaryTable::server).median();
    }

    private double latency(double rate, ToDoubleFunction<Played> micros) {
        return figures.at(PAIRS, durable, rate, micros).median() / 1e3;
    }

    private double allocated(String workload) {
        return figures.rates(workload).stream()
                .mapToDouble(rate ->
                        figures.at(workload, MEMORY, rate, Played::allocated).median())
                .max()
                .orElse(Double.NaN);
    }

    /** KiB for each session, if there were a million. */
    private double million() {
        boolean held = single("sessions", "sessions held") >= 1_000_000;
        return held ? single("sessions", "heap per session") / KIB : Double.NaN;
    }

    /** The share of the machine that servers and generators took, if there were as many as the target says. */
    private double crowd() {
        boolean held = single("crowd", "connections") >= 100_000 && single("crowd", "servers") == 6;
        return held ? single("crowd", "all CPU, % of the machine") : Double.NaN;
    }

    /** Of Parley on its fastest store that was measured. */
    private double single(String workload, String name) {
        for (String subject : List.of("parley-rocksdb", "parley-h2", MEMORY)) {
            for (Single each : singles) {
                if (each.workload().equals(workload)
                        && each.subject().equals(subject)
                        && each.name().equals(name)) {
                    return each.value();
                }
            }
        }
        return Double.NaN;
    }
}
