package dev.parley.core.internal.cluster;

import dev.parley.core.host.FailureListener;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * What this node hears from the others, and whether it heard all of it: numbers that are left out, a node that lives and says
 * nothing, a bus that was interrupted. Thread-safe; frames come one at a time.
 */
final class Hearing implements NodeBus.Listener {

    /** A node that lives says something in every beat. After so many without, something is wrong. */
    static final int SILENT_BEATS = 4;

    /** A node that fell silent while it lived is looked for after 4, 8, 16, 32 and 64 beats, even when its lease has ended. */
    static final int LONGEST = 64;

    /** Hears that something may not have been heard. */
    interface Missed {
        /** Of some senders, which told it, or would have. */
        void of(List<NodeId> senders);

        /** Of anybody. */
        void ofAll();
    }

    /** What is known of one sender; changed under the map's lock for its key. */
    private static final class Sender {
        private long link;
        private long last;
        private volatile boolean lives = true;
        private final AtomicInteger beats = new AtomicInteger();
    }

    private final NodeId self;
    private final BiConsumer<NodeId, NodeSignal> ears;
    private final Missed missed;
    private final FailureListener failures;
    private final ConcurrentHashMap<NodeId, Sender> senders = new ConcurrentHashMap<>();
    private volatile boolean interrupted;

    Hearing(NodeId self, BiConsumer<NodeId, NodeSignal> ears, Missed missed, FailureListener failures) {
        this.self = self;
        this.ears = ears;
        this.missed = missed;
        this.failures = failures;
    }

    @Override
    public void frame(byte[] bytes) {
        NodeFrame frame;
        try {
            frame = NodeFrames.decode(bytes);
        } catch (IOException e) {
            failures.onFailure("reading what another node sent", e);
            return;
        }
        if (frame.sender().equals(self)) {
            return;
        }
        interrupted = false;
        if (leavesAHole(frame)) {
            missed.of(List.of(frame.sender()));
        }
        for (NodeSignal signal : frame.signals()) {
            ears.accept(frame.sender(), signal);
        }
    }

    private boolean leavesAHole(NodeFrame frame) {
        boolean[] hole = {false};
        senders.compute(frame.sender(), (id, known) -> {
            Sender sender = known == null ? new Sender() : known;
            sender.beats.set(0);
            if (frame.link() > sender.link) {
                hole[0] = sender.link > 0; // it took this node for dead, and told it nothing
                sender.link = frame.link();
                sender.last = 0;
            }
            if (frame.link() == sender.link) {
                hole[0] |= frame.number() > sender.last + 1;
                sender.last = Math.max(sender.last, frame.number());
            }
            return sender;
        });
        return hole[0];
    }

    @Override
    public void interrupted() {
        interrupted = true;
        missed.ofAll();
    }

    /** A beat has passed, in which those lived. */
    void beat(Set<NodeId> living) {
        living.stream().filter(node -> !node.equals(self)).forEach(node -> senders.putIfAbsent(node, new Sender()));
        List<NodeId> silent = new ArrayList<>();
        for (NodeId node : senders.keySet()) {
            senders.computeIfPresent(node, (id, sender) -> {
                int beats = sender.beats.incrementAndGet();
                sender.lives = living.contains(node);
                if (!sender.lives && (beats == SILENT_BEATS || beats > LONGEST)) {
                    return null; // said goodbye; or was looked for long enough
                }
                // It may be cut off from the bus and go on working: what it writes is looked for, ever more rarely.
                if (beats >= SILENT_BEATS && Integer.bitCount(beats) == 1) {
                    silent.add(node);
                }
                return sender; // one that comes back went on counting, and is found out
            });
        }
        if (!silent.isEmpty()) {
            missed.of(silent);
        }
    }

    /** Whether nothing can be heard: the bus says so, or all the others are silent. */
    boolean deaf() {
        List<Sender> others =
                senders.values().stream().filter(sender -> sender.lives).toList();
        boolean allSilent = others.stream().allMatch(sender -> sender.beats.get() >= SILENT_BEATS);
        return !others.isEmpty() && (interrupted || allSilent); // whoever is alone has nobody to hear
    }
}
