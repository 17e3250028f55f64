package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.generator.RoundResult;

/**
 * One round that was played. Immutable.
 *
 * @param workload the workload's label
 * @param subject the server's name
 * @param phase {@code warm}, {@code fixed}, or {@code search-1} and so on
 * @param held whether nothing was lost, repeated or refused, and the 99th percentile stayed below the limit
 * @param result the raw figures
 */
public record Played(String workload, String subject, String phase, boolean held, RoundResult result) {}
