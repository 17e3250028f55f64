package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.LogEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * What users were shown of one conversation, against what they may see: everything of their membership, and nothing
 * else. Who was a member from where to where is known at the end only. Confined to its checker.
 */
final class AccessCheck {

    private record Stretch(Client client, long low, long high, long event) {}

    private final String conversation;
    private final Findings findings;
    private final List<Stretch> shown = new ArrayList<>();
    private final List<Stretch> jumps = new ArrayList<>();

    AccessCheck(String conversation, Findings findings) {
        this.conversation = conversation;
        this.findings = findings;
    }

    /** Takes a page. */
    void read(Client reader, List<LogEntry> entries, long after) {
        long last = after;
        long low = 0;
        for (LogEntry entry : entries) {
            if (last >= 0 && entry.seq() != last + 1) {
                jumps.add(new Stretch(reader, last, entry.seq(), findings.now()));
                if (low > 0) {
                    shown.add(new Stretch(reader, low, last, findings.now()));
                }
                low = 0;
            }
            low = low == 0 ? entry.seq() : low;
            last = entry.seq();
        }
        if (low > 0) {
            shown.add(new Stretch(reader, low, last, findings.now()));
        }
    }

    /** Takes all that a device was shown. */
    void device(DeviceView view) {
        for (long[] stretch : view.shown) {
            shown.add(new Stretch(view.client, stretch[0], stretch[1], 0));
        }
        for (long[] jump : view.jumps) {
            jumps.add(new Stretch(view.client, jump[0], jump[1], jump[2]));
        }
    }

    void settle(Membership membership) {
        for (Stretch jump : jumps) {
            // What one may not see is skipped: who was out for a while is shown no hole.
            if (jump.high <= jump.low
                    || !membership.known()
                    || membership.seesAny(jump.client.user(), jump.low + 1, jump.high - 1)) {
                findings.add(
                        Rule.GAP,
                        conversation,
                        jump.event,
                        jump.client + " was shown " + jump.high + " right after " + jump.low);
            }
        }
        if (!membership.known()) {
            return;
        }
        for (Stretch stretch : shown) {
            long seq = membership.firstInvisible(stretch.client.user(), stretch.low, stretch.high);
            if (seq > 0) {
                findings.add(
                        Rule.OUTSIDE_MEMBERSHIP,
                        conversation,
                        stretch.event,
                        stretch.client + " was shown " + seq + ", which is outside of the membership of "
                                + stretch.client.user());
            }
        }
    }
}
