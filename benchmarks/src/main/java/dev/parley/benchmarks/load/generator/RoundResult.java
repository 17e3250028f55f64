package dev.parley.benchmarks.load.generator;

import java.util.List;

/**
 * What a round came to. Immutable.
 *
 * @param rate the messages per second that were asked for
 * @param measured how many messages the latencies and CPU times are of
 * @param seconds how long it took until all of them had arrived
 * @param counts what became of all messages, those of the warm-up included
 * @param ack from when a message was to be sent to its ack
 * @param delivery to each delivery
 * @param receipt to its receipt
 * @param cpu CPU times meanwhile
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
     * @param serverMicros of the server, or of all its nodes, but for their JIT compilers
     * @param compilerMicros of those
     * @param helpers of each of the processes that work for it, but for their JIT compilers
     * @param generatorMicros of the load generator, but for its JIT compilers
     */
    public record CpuUse(long serverMicros, long compilerMicros, List<Long> helpers, long generatorMicros) {

        /** Of all the processes that work for it. */
        public long helperMicros() {
            return helpers.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Whether nothing was lost, repeated or refused. */
    public boolean valid() {
        return counts.valid();
    }

    /** The longest that 99 of 100 acks, deliveries and receipts took, whichever took longest. */
    public long p99Micros() {
        return Math.max(Math.max(ack.p99(), delivery.p99()), receipt.p99());
    }
}
