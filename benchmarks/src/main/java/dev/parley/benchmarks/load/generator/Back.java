package dev.parley.benchmarks.load.generator;

/**
 * What the return of all devices came to. Immutable.
 *
 * @param seconds from the first connection to the last device that has caught up
 * @param messages how many messages they caught up with
 */
public record Back(double seconds, long messages) {}
