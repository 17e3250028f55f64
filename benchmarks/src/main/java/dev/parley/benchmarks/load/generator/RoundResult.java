package dev.parley.benchmarks.load.generator;

/**
 * What a round came to. Immutable.
 *
 * @param rate the messages per second that were asked for
 * @param measured how many messages the latencies and CPU times are of
 * @param seconds how long those took to send
 * @param counts what became of all messages, those of the warm-up included
 * @param ack from when a message was to be sent to its ack
 * @param delivery to each delivery
 * @param receipt to its receipt
 * @param cpu CPU times while they were sent
 */
public record RoundResult(
        double rate,
        int measured,
        double seconds,
        Counts counts,
        Latency ack,
        Latency delivery,
        Latency receipt,
        CpuUse cpu) {

    /**
     * CPU time that processes used. Immutable.
     *
     * @param serverMicros of the server
     * @param helperMicros of the processes that work for it
     * @param generatorMicros of the load generator
     */
    public record CpuUse(long serverMicros, long helperMicros, long generatorMicros) {}

    /** Whether nothing was lost, repeated or refused. */
    public boolean valid() {
        return counts.valid();
    }

    /** The longest that 99 of 100 acks, deliveries and receipts took, whichever took longest. */
    public long p99Micros() {
        return Math.max(Math.max(ack.p99(), delivery.p99()), receipt.p99());
    }

    /** CPU time of the server per message, in microseconds. */
    public double serverMicrosPerMessage() {
        return measured == 0 ? 0 : (double) cpu.serverMicros() / measured;
    }
}
