package dev.parley.core.internal.cluster;

import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to one other node. One frame is under way at a time; what comes meanwhile is the next one, where of news about
 * one thing only the newest are told. What the bus refuses, or there is no room for, is lost, and its number with it: so
 * the other node finds out. Thread-safe.
 */
final class Link {

    /** How many signals may wait. */
    static final int MOST_WAITING = 10_000;

    /** How many signals one frame carries: the longest take some 800 bytes each; a part of a roll counts as its users. */
    static final int PER_FRAME = 500;

    /** News with equal topics replace each other. */
    private record Topic(Class<?> kind, Object what, Object whose) {}

    /**
     * From where to where.
     *
     * @param number higher than that of every earlier link of the sender's
     * @param late whether all nodes were told something before this link was there: then its first number is left out
     */
    record Ends(NodeId from, NodeId to, long number, boolean late) {}

    private final Ends ends;
    private final NodeBus bus;
    private final Executor executor;
    private final Consumer<Throwable> failures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, NodeSignal> waiting = new LinkedHashMap<>();
    private long number;
    private boolean underWay;
    private boolean lost;
    private boolean quiet;
    private volatile boolean failing;

    Link(Ends ends, NodeBus bus, Executor executor, Consumer<Throwable> failures) {
        this.ends = ends;
        this.bus = bus;
        this.executor = executor;
        this.failures = failures;
        this.lost = ends.late();
    }

    void tell(NodeSignal signal) {
        lock.lock();
        try {
            if (waiting.size() >= MOST_WAITING) {
                lost = true;
                return;
            }
            waiting.merge(topic(signal), signal, Link::newer);
            if (underWay) {
                return;
            }
            underWay = true;
        } finally {
            lock.unlock();
        }
        send();
    }

    /** Shows that this node lives, unless something else did since the last beat. */
    void beat() {
        lock.lock();
        try {
            boolean silent = quiet;
            quiet = true;
            if (!silent || underWay) {
                return;
            }
            underWay = true;
        } finally {
            lock.unlock();
        }
        send();
    }

    /** Whether the bus refused the last frame. */
    boolean failing() {
        return failing;
    }

    private void send() {
        byte[] frame = NodeFrames.encode(next());
        Stages.of(() -> bus.send(ends.to(), frame)).whenComplete((sent, failure) -> {
            boolean before = failing;
            failing = failure != null;
            if (failure != null && !before) {
                failures.accept(Stages.unwrap(failure));
            }
            goOn();
        });
    }

    private NodeFrame next() {
        lock.lock();
        try {
            quiet = false;
            List<NodeSignal> signals = new ArrayList<>(Math.min(waiting.size(), PER_FRAME));
            Iterator<NodeSignal> first = waiting.values().iterator();
            for (int weight = 0; weight < PER_FRAME && first.hasNext(); first.remove()) {
                NodeSignal signal = first.next();
                signals.add(signal);
                weight += signal instanceof NodeSignal.RollPart part
                        ? 1 + part.users().size()
                        : 1;
            }
            number += lost ? 2 : 1; // the number that is left out says that something was
            lost = false;
            return new NodeFrame(ends.from(), ends.number(), number, signals);
        } finally {
            lock.unlock();
        }
    }

    private void goOn() {
        lock.lock();
        try {
            underWay = !waiting.isEmpty();
            if (!underWay) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            executor.execute(this::send); // not here: the bus may answer at once, again and again
        } catch (RejectedExecutionException e) {
            failures.accept(e);
        }
    }

    private static Object topic(NodeSignal signal) {
        if (signal instanceof NodeSignal.Moved moved) {
            return new Topic(NodeSignal.Moved.class, moved.conversation(), "");
        }
        if (signal instanceof NodeSignal.Marked marked) {
            return new Topic(NodeSignal.Marked.class, marked.conversation(), marked.user());
        }
        if (signal instanceof NodeSignal.Typed typed) {
            return new Topic(NodeSignal.Typed.class, typed.conversation(), typed.user());
        }
        if (signal instanceof NodeSignal.CameOrWent news) {
            return new Topic(NodeSignal.CameOrWent.class, news.presence().user(), "");
        }
        return signal;
    }

    /** Heads and marks only grow, whoever is told of them first. */
    private static @Nullable NodeSignal newer(NodeSignal before, NodeSignal fresh) {
        if (before instanceof NodeSignal.Moved one && fresh instanceof NodeSignal.Moved other) {
            return new NodeSignal.Moved(
                    one.conversation(), Math.max(one.head(), other.head()), Math.max(one.stateSeq(), other.stateSeq()));
        }
        if (before instanceof NodeSignal.Marked one && fresh instanceof NodeSignal.Marked other) {
            return new NodeSignal.Marked(
                    one.conversation(), one.user(), one.marks().max(other.marks()));
        }
        return fresh;
    }
}
