package dev.parley.benchmarks.load.generator;

/**
 * What reading pages of history came to. Immutable.
 *
 * @param pages how many were read while it counted
 * @param seconds for how long it counted
 * @param wrong answers that were not a page of 50 entries
 * @param latency from a request to its whole answer
 */
public record Pages(long pages, double seconds, long wrong, Latency latency) {

    /** Pages in a second. */
    public double perSecond() {
        return pages / seconds;
    }
}
