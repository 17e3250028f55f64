package dev.parley.benchmarks.load.generator;

import dev.parley.benchmarks.load.subject.Scene;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The books of one round of one thread: which messages were sent, answered, delivered to whom and receipted, and how long it
 * took. Confined to that thread.
 */
final class Ledger {

    private static final int SHOWN = 5;

    private final Scene scene;
    private final Senders senders;
    private final boolean acks;
    private final long base;
    private final long forgiven;
    private final int planned;
    private final int warmup;
    private final Schedule schedule;
    private final BitSet acked = new BitSet();
    private final BitSet delivered = new BitSet();
    private final BitSet receipted = new BitSet();
    private final Histogram ackMicros = Latency.empty();
    private final Histogram deliveryMicros = Latency.empty();
    private final Histogram receiptMicros = Latency.empty();
    private final List<String> firstErrors = new ArrayList<>();
    private int sent;
    private int ackCount;
    private int deliveries;
    private int receipts;
    private int duplicates;
    private int stray;
    private int echoes;
    private int errors;

    /**
     * Opens the books.
     *
     * @param scene who talks to whom
     * @param senders who of them sends which message
     * @param acks whether sends are answered
     * @param plan which messages
     * @param schedule when each is to be sent
     */
    Ledger(Scene scene, Senders senders, boolean acks, Plan plan, Schedule schedule) {
        this.scene = scene;
        this.senders = senders;
        this.acks = acks;
        this.base = plan.base();
        this.forgiven = plan.forgiven();
        this.planned = plan.planned();
        this.warmup = plan.warmup();
        this.schedule = schedule;
    }

    /** The next message goes out. */
    void sent() {
        sent++;
    }

    void acked(int user, long stamp, long nowNanos) {
        int message = message(stamp);
        if (message < 0) {
            outsider(stamp);
        } else if (senders.of(message) != user) {
            stray++;
        } else if (acked.get(message)) {
            duplicates++;
        } else {
            acked.set(message);
            ackCount++;
            record(ackMicros, message, nowNanos);
        }
    }

    /** Tells whether it is a message of somebody else that had not come before. */
    boolean delivered(int user, long stamp, long nowNanos) {
        int message = message(stamp);
        if (message < 0) {
            outsider(stamp);
            return false;
        }
        int sender = senders.of(message);
        if (sender == user) {
            echoes++;
            return false;
        }
        if (scene.conversation(sender) != scene.conversation(user)) {
            stray++;
            return false;
        }
        int place = user - scene.first(user);
        int bit = message * scene.receivers() + (user < sender ? place : place - 1);
        if (delivered.get(bit)) {
            duplicates++;
            return false;
        }
        delivered.set(bit);
        deliveries++;
        record(deliveryMicros, message, nowNanos);
        return true;
    }

    void receipted(int user, long stamp, long nowNanos) {
        int message = message(stamp);
        if (message < 0) {
            outsider(stamp);
        } else if (senders.of(message) != user) {
            stray++;
        } else if (receipted.get(message)) {
            duplicates++;
        } else {
            receipted.set(message);
            receipts++;
            record(receiptMicros, message, nowNanos);
        }
    }

    void failed(String what) {
        errors++;
        if (firstErrors.size() < SHOWN) {
            firstErrors.add(what);
        }
    }

    /** Deliveries, acks and receipts of what was sent that have not come yet. */
    int missing() {
        int expected = sent * scene.receivers() + (acks ? sent : 0) + (scene.receipts() ? sent : 0);
        return expected - deliveries - (acks ? ackCount : 0) - receipts;
    }

    /** About how many messages are under way. */
    int underWay() {
        int frames = scene.receivers() + (acks ? 1 : 0) + (scene.receipts() ? 1 : 0);
        return frames == 0 ? 0 : missing() / frames;
    }

    /** How many of those that were sent are measured. */
    int measured() {
        return Math.max(0, sent - warmup);
    }

    int errors() {
        return errors;
    }

    Histogram ackMicros() {
        return ackMicros;
    }

    Histogram deliveryMicros() {
        return deliveryMicros;
    }

    Histogram receiptMicros() {
        return receiptMicros;
    }

    Counts counts() {
        return new Counts(
                planned,
                sent,
                ackCount,
                deliveries,
                receipts,
                missing(),
                duplicates,
                stray,
                echoes,
                errors,
                List.copyOf(firstErrors));
    }

    /** What was given up in an earlier round counted as missing there. */
    private void outsider(long stamp) {
        if (stamp < forgiven || stamp >= base) {
            stray++;
        }
    }

    private int message(long stamp) {
        long message = stamp - base;
        return message >= 0 && message < sent ? (int) message : -1;
    }

    private void record(Histogram histogram, int message, long nowNanos) {
        if (message >= warmup) {
            histogram.recordValue(Math.max(0, nowNanos - schedule.due(message)) / 1_000);
        }
    }

    /**
     * Which messages a round has. Immutable.
     *
     * @param base the stamp of message 0
     * @param forgiven from which stamp on, up to the base, messages may come late, because their round was given up
     * @param warmup how many messages, the first, are not measured
     * @param measured how many follow
     */
    record Plan(long base, long forgiven, int warmup, int measured) {

        int planned() {
            return warmup + measured;
        }
    }

    /**
     * Who sends which message: the users of a thread, in turns. Immutable.
     *
     * @param from the first of them
     * @param count how many they are
     * @param stride how many are passed over from one message to the next; has no divisor in common with their count
     */
    record Senders(int from, int count, int stride) {

        /**
         * Users in turns in which neighbours, who share a conversation, come far from each other: that two write to one at
         * the same moment is another thing to measure.
         */
        static Senders apart(int from, int count) {
            BigInteger all = BigInteger.valueOf(count);
            // How many turns lie between two neighbours: by the golden section, and so do most of a group.
            BigInteger apart = BigInteger.valueOf((long) (count * 0.382)).max(BigInteger.ONE);
            while (!apart.gcd(all).equals(BigInteger.ONE)) {
                apart = apart.add(BigInteger.ONE);
            }
            return new Senders(from, count, apart.modInverse(all).intValue());
        }

        int of(int message) {
            return from + (int) ((long) (message % count) * stride % count);
        }
    }
}
