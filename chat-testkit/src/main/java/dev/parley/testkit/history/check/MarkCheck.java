package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.Operation;
import java.util.HashMap;
import java.util.Map;

/** The marks of one conversation. Confined to its checker. */
final class MarkCheck {

    /** How far a user has received and read. */
    record Marks(long delivered, long read) {

        static final Marks NONE = new Marks(0, 0);

        Marks max(Marks other) {
            return new Marks(Math.max(delivered, other.delivered), Math.max(read, other.read));
        }

        boolean below(Marks other) {
            return delivered < other.delivered || read < other.read;
        }

        @Override
        public String toString() {
            return "delivered " + delivered + ", read " + read;
        }
    }

    private record Observed(Client observer, String user) {}

    private final String conversation;
    private final Findings findings;
    private final Map<String, Marks> acked = new HashMap<>();
    private final Map<Observed, Marks> seen = new HashMap<>();
    private long highest;
    private String highestUser = "";

    MarkCheck(String conversation, Findings findings) {
        this.conversation = conversation;
        this.findings = findings;
    }

    /**
     * What the answer to a request that leaves now must reach.
     *
     * @param known the highest seq that the client knows to exist
     */
    Marks floor(Client client, Operation.Mark mark, long known) {
        return acked.getOrDefault(client.user(), Marks.NONE)
                .max(seen.getOrDefault(new Observed(client, client.user()), Marks.NONE))
                .max(new Marks(Math.min(mark.delivered(), known), Math.min(mark.read(), known)));
    }

    void answered(Client client, Marks floor, Marks answer) {
        judge(client, client.user(), floor, answer);
        acked.merge(client.user(), answer, Marks::max);
        seen.merge(new Observed(client, client.user()), answer, Marks::max);
    }

    void observed(Client observer, String user, Marks marks) {
        Observed key = new Observed(observer, user);
        judge(observer, user, seen.getOrDefault(key, Marks.NONE), marks);
        seen.merge(key, marks, Marks::max);
    }

    private void judge(Client observer, String user, Marks floor, Marks marks) {
        if (marks.below(floor)) {
            findings.add(
                    Rule.MARK_REGRESSION,
                    conversation,
                    observer + " was told of " + user + ": " + marks + "; before: " + floor);
        }
        if (marks.read > marks.delivered) {
            findings.add(Rule.MARK_OUT_OF_BOUNDS, conversation, observer + " was told of " + user + ": " + marks);
        }
        if (Math.max(marks.delivered, marks.read) > highest) {
            highest = Math.max(marks.delivered, marks.read);
            highestUser = user;
        }
    }

    /** Judges against where the log ends. */
    void settle(long head) {
        if (highest > head) {
            findings.add(
                    Rule.MARK_OUT_OF_BOUNDS,
                    conversation,
                    0,
                    "a mark of " + highestUser + " stands at " + highest + ", the log ends at " + head);
        }
    }
}
