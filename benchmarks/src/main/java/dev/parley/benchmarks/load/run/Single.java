package dev.parley.benchmarks.load.run;

/**
 * A figure that is not of a round. Immutable.
 *
 * @param workload the workload's label
 * @param subject the server's name
 * @param name what it is
 * @param value how much
 * @param unit of what
 */
public record Single(String workload, String subject, String name, double value, String unit) {}
