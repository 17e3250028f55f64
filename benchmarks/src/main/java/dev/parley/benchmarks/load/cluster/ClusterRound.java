package dev.parley.benchmarks.load.cluster;

import dev.parley.benchmarks.load.generator.Counts;
import dev.parley.benchmarks.load.generator.RoundResult;
import java.util.Locale;

/**
 * One round that a cluster played. Immutable.
 *
 * @param workload the workload's label
 * @param nodes how many nodes
 * @param phase {@code warm}, {@code fixed} or {@code search}
 * @param perMessage how many deliveries a message makes
 * @param held whether nothing was lost, repeated or refused, and the 99th percentile stayed below the limit
 * @param result the raw figures; helpers are Cassandra, then Redis
 */
record ClusterRound(String workload, int nodes, String phase, int perMessage, boolean held, RoundResult result) {

    static final String HEADER = String.format(
            Locale.ROOT,
            "%-7s %5s %-6s %7s %9s | %7s %7s | %7s %7s | %7s %5s %9s %6s %6s | %5s",
            "load",
            "nodes",
            "phase",
            "sends/s",
            "deliver/s",
            "ack p50",
            "p99",
            "del p50",
            "p99 ms",
            "node us",
            "jit",
            "cassandra",
            "redis",
            "gener.",
            "busy");

    private double each(long micros) {
        return micros / Math.max(1.0, result.measured());
    }

    /** How much of the machine all of it used, 0 to 1. */
    double busy() {
        RoundResult.CpuUse cpu = result.cpu();
        long all = cpu.serverMicros() + cpu.compilerMicros() + cpu.helperMicros() + cpu.generatorMicros();
        return all / (result.seconds() * 1e6 * Runtime.getRuntime().availableProcessors());
    }

    @Override
    public String toString() {
        RoundResult.CpuUse cpu = result.cpu();
        String line = String.format(
                Locale.ROOT,
                "%-7s %5d %-6s %7.0f %9.0f | %7.1f %7.1f | %7.1f %7.1f | %7.0f %5.0f %9.0f %6.0f %6.0f | %4.0f%%  %s",
                workload,
                nodes,
                phase,
                result.rate(),
                result.rate() * perMessage,
                result.ack().p50() / 1e3,
                result.ack().p99() / 1e3,
                result.delivery().p50() / 1e3,
                result.delivery().p99() / 1e3,
                each(cpu.serverMicros()),
                each(cpu.compilerMicros()),
                each(cpu.helpers().get(0)),
                each(cpu.helpers().get(1)),
                each(cpu.generatorMicros()),
                100 * busy(),
                phase.equals("warm") ? "" : held ? "held" : "FAILED");
        Counts counts = result.counts();
        return result.valid()
                ? line
                : line
                        + String.format(
                                Locale.ROOT,
                                " sent %d of %d, missing %d, twice %d, stray %d, errors %d %s",
                                counts.sent(),
                                counts.planned(),
                                counts.missing(),
                                counts.duplicates(),
                                counts.stray(),
                                counts.errors(),
                                counts.firstErrors());
    }
}
