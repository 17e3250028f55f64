package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.ChangeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who was a member of one conversation from where to where, as its log says. Confined to its checker. */
final class Membership {

    private static final long OPEN = Long.MAX_VALUE;

    private final TreeMap<Long, Change> changes = new TreeMap<>();
    private final Map<String, List<long[]>> stays = new HashMap<>();
    private boolean known;
    private boolean full;

    /** Takes what is known of the members before anything recorded. */
    void base(List<String> users, boolean fullHistory) {
        known = true;
        full = fullHistory;
        users.forEach(
                user -> stays.computeIfAbsent(user, u -> new ArrayList<>()).add(new long[] {1, OPEN}));
    }

    void entry(long seq, Change change) {
        if (change.kind() == ChangeKind.CREATED
                || change.kind() == ChangeKind.MEMBERS_ADDED
                || change.kind() == ChangeKind.MEMBER_REMOVED) {
            changes.put(seq, change);
        }
    }

    /** Lays out the stays; call it once, when all entries are in. */
    void settle(long base) {
        for (Map.Entry<Long, Change> entry : changes.entrySet()) {
            long seq = entry.getKey();
            Change change = entry.getValue();
            if (change.kind() == ChangeKind.CREATED) {
                known = true;
                full = change.fullHistory();
            }
            if (seq <= base) {
                continue; // the base says what came of it
            }
            for (String user : change.users()) {
                if (change.kind() == ChangeKind.MEMBER_REMOVED) {
                    end(user, seq);
                } else {
                    begin(user, full || change.kind() == ChangeKind.CREATED ? 1 : seq);
                }
            }
        }
    }

    private void begin(String user, long from) {
        List<long[]> of = stays.computeIfAbsent(user, u -> new ArrayList<>());
        if (of.isEmpty() || of.get(of.size() - 1)[1] != OPEN) {
            of.add(new long[] {from, OPEN});
        }
    }

    private void end(String user, long seq) {
        List<long[]> of = stays.getOrDefault(user, List.of());
        if (!of.isEmpty() && of.get(of.size() - 1)[1] == OPEN) {
            of.get(of.size() - 1)[1] = seq;
        }
    }

    /** Tells whether the log says anything about members. */
    boolean known() {
        return known;
    }

    /** The first seq of a stretch that a user must not see, or 0. */
    long firstInvisible(String user, long low, long high) {
        long next = low;
        boolean moved = true;
        while (moved && next <= high) {
            moved = false;
            for (long[] stay : stays.getOrDefault(user, List.of())) {
                if (stay[0] <= next && next <= stay[1]) {
                    if (stay[1] == OPEN) {
                        return 0;
                    }
                    next = stay[1] + 1;
                    moved = true;
                }
            }
        }
        return next <= high ? next : 0;
    }

    /** Tells whether a user may see any seq of a stretch. */
    boolean seesAny(String user, long low, long high) {
        return stays.getOrDefault(user, List.of()).stream()
                .anyMatch(stay -> Math.max(stay[0], low) <= Math.min(stay[1], high));
    }
}
