package dev.parley.testkit.history.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands where in one conversation: as the final read says, and before that as whoever saw it first. Confined to its
 * checker.
 */
final class FinalLog {

    private final String conversation;
    private final Findings findings;
    private final Map<Long, Intent> places = new HashMap<>();
    private final Set<Long> disputed = new HashSet<>();
    private final Set<Intent> standing = new HashSet<>();
    private boolean begun;
    private long first = 1;
    private long next;
    private long head;

    FinalLog(String conversation, Findings findings) {
        this.conversation = conversation;
        this.findings = findings;
    }

    /** Notes what an observer saw; tells whether nobody had seen anything at that place. */
    boolean seen(long seq, Intent intent) {
        Intent other = places.putIfAbsent(seq, intent);
        if (other != null && other != intent) {
            dispute(seq, intent, other);
        }
        return other == null;
    }

    private void dispute(long seq, Intent one, Intent other) {
        if (disputed.add(seq)) {
            findings.add(Rule.DIVERGENT_ORDER, conversation, "at " + seq + " stand " + one + " and " + other);
        }
    }

    /** A page of the final read begins. */
    void page(long newHead) {
        begun = true;
        head = newHead;
    }

    /** The next entry of the final read. */
    void stands(long seq, Intent intent) {
        if (next == 0) {
            first = seq;
        } else if (seq > next) {
            findings.add(Rule.GAP, conversation, "the log itself has nothing between " + (next - 1) + " and " + seq);
        } else if (seq < next) {
            findings.add(Rule.DUPLICATE, conversation, "the log itself shows " + seq + " again");
        }
        next = Math.max(next, seq + 1);
        Intent other = places.put(seq, intent);
        if (other != null && other != intent) {
            dispute(seq, intent, other);
        }
        if (standing.add(intent)) {
            intent.place = seq;
        } else if (intent.place != seq && !intent.duplicate) {
            intent.duplicate = true;
            findings.add(Rule.DUPLICATE, conversation, intent + " stands at " + intent.place + " and at " + seq);
        }
    }

    /** Tells whether the log was read to its end. */
    boolean complete() {
        return begun && (next == head + 1 || (next == 0 && head == 0));
    }

    long head() {
        return head;
    }

    /** Judges acks against places; returns the intents whose place nobody disputes. */
    List<Intent> settle(Collection<Intent> intents) {
        if (!complete()) {
            places.forEach(this::placed);
        }
        Set<Intent> lost = new HashSet<>();
        List<Intent> undisputed = new ArrayList<>();
        for (Intent intent : intents) {
            boolean stands = intent.ackedInvoked == 0 ? intent.place > 0 : stands(intent, lost);
            if (stands && !intent.duplicate && !intent.phantom && !disputed.contains(intent.place)) {
                undisputed.add(intent);
            }
        }
        if (complete()) {
            places.forEach((seq, intent) -> {
                if (seq >= first && !standing.contains(intent) && lost.add(intent)) {
                    findings.add(
                            Rule.LOST, conversation, 0, intent + " was shown at " + seq + ", and is not in the log");
                }
            });
        }
        return undisputed;
    }

    /** Without a final read, a place is what the first observer saw. */
    private void placed(long seq, Intent intent) {
        if (disputed.contains(seq)) {
            return;
        }
        if (intent.place == 0) {
            intent.place = seq;
        } else if (intent.place != seq && !intent.duplicate) {
            intent.duplicate = true;
            findings.add(Rule.DUPLICATE, conversation, 0, intent + " was shown at " + intent.place + " and at " + seq);
        }
    }

    private boolean stands(Intent intent, Set<Intent> lost) {
        if (complete() && !standing.contains(intent)) {
            if (intent.ackSeq >= first) {
                lost.add(intent);
                findings.add(
                        Rule.LOST,
                        conversation,
                        intent.ackedInvoked,
                        intent + " was acked at " + intent.ackSeq + ", and is not in the log");
            }
            return false;
        }
        Intent there = places.putIfAbsent(intent.ackSeq, intent);
        boolean elsewhere = intent.place != 0 && intent.place != intent.ackSeq;
        if ((elsewhere || (there != null && there != intent)) && !intent.duplicate) {
            if (disputed.add(intent.ackSeq)) {
                findings.add(
                        Rule.DIVERGENT_ORDER,
                        conversation,
                        intent.ackedInvoked,
                        intent + " was acked at " + intent.ackSeq + ", where "
                                + (there == null || there == intent ? "it does not stand" : there + " stands"));
            }
            return false;
        }
        intent.place = intent.ackSeq;
        return true;
    }
}
