package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Client;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The order of acks and invocations in one conversation, against the order of its log. Confined to its checker. */
final class AckOrder {

    private final String conversation;
    private final Findings findings;
    /** The highest seq acked, to whom, and the highest acked to anybody else. */
    private long highest;

    private @Nullable Client highestOf;
    private long highestOfOthers;

    AckOrder(String conversation, Findings findings) {
        this.conversation = conversation;
        this.findings = findings;
    }

    /** Notes what must stand before a write that is asked for now. */
    void invoked(Intent intent, Client client) {
        intent.floor = highest;
        intent.floorOfOthers = client.equals(highestOf) ? highestOfOthers : highest;
    }

    void acked(Client client, long seq) {
        if (client.equals(highestOf)) {
            highest = Math.max(highest, seq);
        } else if (seq > highest) {
            highestOfOthers = highest;
            highest = seq;
            highestOf = client;
        } else {
            highestOfOthers = Math.max(highestOfOthers, seq);
        }
    }

    /** Judges the writes that stand in the log at a place that nobody disputes. */
    void settle(List<Intent> standing) {
        Map<Client, List<Intent>> acked = new HashMap<>();
        for (Intent intent : standing) {
            Client client = intent.client;
            if (client == null) {
                continue;
            }
            boolean known = intent.ackedInvoked > 0;
            // A device's own acked order is the next rule's: one fault, one name.
            long floor = known ? intent.floorOfOthers : intent.floor;
            if (intent.place < floor) {
                findings.add(
                        Rule.REAL_TIME_INVERSION,
                        conversation,
                        intent.firstInvoked,
                        intent + " stands at " + intent.place + ", but " + floor
                                + " was acked before it was asked for");
            }
            if (known) {
                acked.computeIfAbsent(client, c -> new ArrayList<>()).add(intent);
            }
        }
        acked.forEach(this::fifo);
    }

    private void fifo(Client client, List<Intent> acked) {
        List<Intent> earlier = new ArrayList<>(acked);
        earlier.sort(Comparator.comparingLong(intent -> intent.ackedInvoked));
        acked.sort(Comparator.comparingLong(intent -> intent.firstInvoked));
        int next = 0;
        Intent furthest = null;
        for (Intent intent : acked) {
            // Between its first attempt and the one that was acked, a write may take any place.
            while (next < earlier.size() && earlier.get(next).ackedInvoked < intent.firstInvoked) {
                Intent candidate = earlier.get(next++);
                furthest = furthest == null || candidate.place > furthest.place ? candidate : furthest;
            }
            if (furthest != null && furthest.place > intent.place) {
                findings.add(
                        Rule.FIFO_BREAK,
                        conversation,
                        intent.firstInvoked,
                        client + " wrote " + intent.key + " after " + furthest.key + ", but they stand at "
                                + intent.place + " and " + furthest.place);
            }
        }
    }
}
