package dev.parley.benchmarks.load.generator;

import java.util.List;

/**
 * One round, as the orchestrator orders it. Immutable.
 *
 * @param rate messages per second, over all threads
 * @param warmupMs for how long to send before what is sent counts
 * @param measureMs for how long to send what counts
 * @param drainMs how long to wait for what is still missing
 * @param patient whether to go on however far the server is behind
 * @param servers the processes of the server, or of its nodes, whose CPU time is read at both ends of the measurement
 * @param helpers the roots of other processes that work for it
 */
public record Order(
        double rate,
        int warmupMs,
        int measureMs,
        int drainMs,
        boolean patient,
        List<Long> servers,
        List<Long> helpers) {}
