package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.generator.RoundResult;
import dev.parley.benchmarks.load.subject.Workload;

/**
 * One round that was played. Immutable.
 *
 * @param workload the workload's label
 * @param subject the server's name
 * @param phase {@code warm}, {@code fixed}, or {@code search-1} and so on
 * @param held whether nothing was lost, repeated or refused, and the 99th percentile stayed below the limit
 * @param allocated bytes that the server's JVM allocated for each message, those of the warm-up included
 * @param result the raw figures
 */
public record Played(
        String workload, String subject, String phase, boolean held, double allocated, RoundResult result) {

    /** What the workload counts by: deliveries where a message has many, else messages. */
    public int perMessage() {
        return Workload.named(workload).perMessage();
    }

    /** How many of those were asked for in a second. */
    public double rate() {
        return result.rate() * perMessage();
    }

    /** Microseconds per one of those. */
    public double each(long micros) {
        return micros / Math.max(1.0, result.measured() * (double) perMessage());
    }
}
