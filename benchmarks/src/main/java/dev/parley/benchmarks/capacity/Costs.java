package dev.parley.benchmarks.capacity;

/**
 * What things cost. Immutable. Defaults: {@link #MEASURED}; {@code docs/capacity.md} says where each was measured. CPU is in
 * microseconds of one core.
 *
 * @param nodeMessage CPU of the nodes for a message with its ack and its delivery on another node
 * @param nodeDelivery CPU of a node for each further delivery, hint or mark told
 * @param nodeReceipt CPU of a node for a receipt
 * @param nodeReturn CPU of a node for a device that connects, signs in and syncs
 * @param nodeCaughtUp CPU of a node for each message that such a device is sent
 * @param nodeIdle CPU of a node for a connection in a second
 * @param connectionBytes memory of a connection in bytes, without TLS
 * @param cassandraAppend CPU of one replica for what a message is beside its inbox rows
 * @param cassandraRow CPU of one replica for an inbox row or a mark
 * @param cassandraRead CPU of one replica for a read of one partition
 * @param redisCommand CPU of Redis for a command
 * @param diskMessage bytes that a message takes in the log of one replica
 */
public record Costs(
        double nodeMessage,
        double nodeDelivery,
        double nodeReceipt,
        double nodeReturn,
        double nodeCaughtUp,
        double nodeIdle,
        double connectionBytes,
        double cassandraAppend,
        double cassandraRow,
        double cassandraRead,
        double redisCommand,
        double diskMessage) {

    /** As measured. */
    public static final Costs MEASURED = new Costs(1_250, 25, 320, 460, 26, 0.92, 4_096, 1_000, 100, 100, 15, 700);
}
