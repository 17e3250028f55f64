package dev.parley.benchmarks.capacity;

/**
 * The machines, and how far they are to be used. Immutable. Defaults: {@link #USUAL}.
 *
 * @param nodeCores cores of a node
 * @param nodeMemory memory of a node for connections, in GiB
 * @param nodeConnections connections of a node at most
 * @param nodeGigabits network of a node
 * @param cassandraCores cores of a Cassandra server
 * @param cassandraDisk disk of one, in TiB
 * @param diskFull how full that may be, 0 to 1: compaction needs the rest
 * @param replicas copies of each row
 * @param retentionDays for how long messages are kept
 * @param busy how busy a processor may be at the peak, 0 to 1
 * @param spare nodes that may be missing: one dies while one restarts
 */
public record Machines(
        double nodeCores,
        double nodeMemory,
        double nodeConnections,
        double nodeGigabits,
        double cassandraCores,
        double cassandraDisk,
        double diskFull,
        double replicas,
        double retentionDays,
        double busy,
        double spare) {

    /** 16 cores each, half used. */
    public static final Machines USUAL = new Machines(16, 16, 100_000, 10, 16, 4, 0.5, 3, 365, 0.5, 2);
}
