package dev.parley.benchmarks.load.subject;

import java.util.Arrays;
import java.util.Locale;

/** What is asked of a server. Immutable. */
public enum Workload {
    /** Each user of a pair sends to the other: ack to the sender where there is one, delivery to the other. */
    PAIRS(200, 2, false),

    /** The same, and each message is answered with a receipt that flows back to its sender. */
    RECEIPTS(200, 2, true),

    /** Groups of 100, all online, in which members take turns to send. */
    FANOUT(200, 100, false),

    /** Connections that have signed in and do nothing. */
    IDLE(1_000, 1, false),

    /** A million sessions without sockets, that do nothing. */
    SESSIONS(1_000_000, 1, false),

    /** Connections over several servers, that do nothing but keep alive. */
    CROWD(100_000, 1, false),

    /** Devices that come back with their cursors when nothing was missed. */
    STORM(10_000, 2, false),

    /** Devices that come back and have missed messages. */
    CATCHUP(1_000, 2, false),

    /** Pages of history over HTTP, from a store that has to read them. */
    HISTORY_STORE(64, 2, false),

    /** Pages of history over HTTP that are in memory. */
    HISTORY_CACHE(64, 2, false);

    private final int users;
    private final int perConversation;
    private final boolean receipts;

    Workload(int users, int perConversation, boolean receipts) {
        this.users = users;
        this.perConversation = perConversation;
        this.receipts = receipts;
    }

    /** Who talks to whom, unless the command line says otherwise. */
    public Scene scene() {
        return new Scene(users, perConversation, receipts);
    }

    /** How many of what it counts by a message makes: deliveries in groups, else messages. */
    public int perMessage() {
        return this == FANOUT ? perConversation - 1 : 1;
    }

    /** What it counts by. */
    public String unit() {
        return this == FANOUT ? "deliveries" : "msg";
    }

    /** Whether it is a rate of messages that is asked of the server. */
    public boolean messages() {
        return this == PAIRS || this == RECEIPTS || this == FANOUT;
    }

    /** Whether its connections do nothing. */
    public boolean idle() {
        return this == IDLE || this == SESSIONS || this == CROWD;
    }

    /** Its name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The workload of that name. */
    public static Workload named(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("workload: " + label + " (expected: one of "
                        + Arrays.stream(values()).map(Workload::label).toList() + ")"));
    }
}
