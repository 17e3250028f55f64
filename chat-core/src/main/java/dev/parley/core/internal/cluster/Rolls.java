package dev.parley.core.internal.cluster;

import dev.parley.core.spi.node.NodeId;
import dev.parley.model.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is on which other node, by what those nodes told: all of it once, and since then who came and went. As long as nothing of
 * that was missed, a user who is on no roll is on no other node, and nobody need be asked. Thread-safe.
 */
final class Rolls {

    /** How many users are known at most: more of a cluster's, and the directory is asked instead. Some 130 bytes each. */
    static final int MOST = 5_000_000;

    /** A node that does not answer is asked again after so many beats. */
    static final int PATIENCE = 10;

    /** What one node told. Changed with the lock. */
    private static final class Roll {
        private final Set<NodeId> alone;
        /** The number of the question that is under way; 0 for none. */
        private long ask;
        /** Beats since it was asked, or answered in part. */
        private int beats;

        private volatile boolean whole;
        /** Whether anybody may be known to be there. */
        private boolean any;

        Roll(NodeId node) {
            alone = Set.of(node);
        }
    }

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentMap<NodeId, Roll> rolls = new ConcurrentHashMap<>();
    private final ConcurrentMap<UserId, Set<NodeId>> places = new ConcurrentHashMap<>();
    /** Whether there were more users than fit. */
    private boolean full;

    Rolls() {
        this(MOST);
    }

    Rolls(int most) {
        this.most = most;
    }

    /** Where a user is, as far as nodes told. */
    Set<NodeId> of(UserId user) {
        return places.getOrDefault(user, Set.of());
    }

    /** Whether nothing is missing of what some nodes told, and others that are known by what they told. */
    boolean whole(Collection<NodeId> nodes) {
        return rolls.keySet().containsAll(nodes) && rolls.values().stream().allMatch(roll -> roll.whole);
    }

    /** A node says that a user is there; true when that is new. */
    boolean came(NodeId node, UserId user) {
        lock.lock();
        try {
            return add(node, roll(node), user);
        } finally {
            lock.unlock();
        }
    }

    private boolean add(NodeId node, Roll roll, UserId user) {
        if (places.size() >= most && !places.containsKey(user)) {
            roll.whole = false;
            roll.ask = 0;
            full = true;
            return true;
        }
        roll.any = true;
        boolean[] fresh = {false};
        places.compute(user, (key, before) -> {
            if (before == null) {
                fresh[0] = true;
                return roll.alone;
            }
            if (before.contains(node)) {
                return before;
            }
            fresh[0] = true;
            Set<NodeId> more = new HashSet<>(before);
            more.add(node);
            return more;
        });
        return fresh[0];
    }

    /** A node says that a user is there no more. */
    void left(NodeId node, UserId user) {
        lock.lock();
        try {
            remove(node, user);
        } finally {
            lock.unlock();
        }
    }

    private void remove(NodeId node, UserId user) {
        places.computeIfPresent(user, (key, before) -> {
            if (!before.contains(node)) {
                return before;
            }
            if (before.size() == 1) {
                return null;
            }
            Set<NodeId> fewer = new HashSet<>(before);
            fewer.remove(node);
            return fewer.size() == 1 ? roll(fewer.iterator().next()).alone : fewer;
        });
    }

    /** The number to ask a node by, when it is time to; else 0. Called with each beat. */
    long ask(NodeId node, long fresh) {
        lock.lock();
        try {
            Roll roll = roll(node);
            full &= places.size() > most / 2; // or it would be full again and again
            boolean due = !roll.whole && (roll.ask == 0 || ++roll.beats > PATIENCE);
            if (!due || full) {
                return 0;
            }
            roll.ask = fresh;
            roll.beats = 0;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /** A node answers; what was asked for before something was missed counts no more. */
    void answered(NodeId node, NodeSignal.RollPart part) {
        lock.lock();
        try {
            Roll roll = roll(node);
            if (roll.ask != part.ask()) {
                return;
            }
            roll.beats = 0;
            for (UserId user : part.users()) {
                add(node, roll, user);
            }
            if (part.last() && roll.ask != 0) {
                roll.whole = true;
                roll.ask = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something that a node told was missed, or it is gone: what is known of it counts no more. */
    void lose(NodeId node) {
        lock.lock();
        try {
            Roll roll = roll(node);
            roll.whole = false;
            roll.ask = 0;
            if (roll.any) {
                roll.any = false;
                places.keySet().forEach(user -> remove(node, user));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something was missed, whoever told it. */
    void lose() {
        List.copyOf(rolls.keySet()).forEach(this::lose);
    }

    /** Others are gone. */
    void retain(Set<NodeId> living) {
        for (NodeId node : rolls.keySet()) {
            if (!living.contains(node)) {
                lose(node);
                rolls.remove(node);
            }
        }
    }

    private Roll roll(NodeId node) {
        return rolls.computeIfAbsent(node, Roll::new);
    }
}
