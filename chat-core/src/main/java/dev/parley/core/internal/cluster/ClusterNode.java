package dev.parley.core.internal.cluster;

import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This node among the others: a link to each, its ears, and a beat by which each knows that the others live and that it
 * heard all they said (design, section 5). Thread-safe.
 */
public final class ClusterNode implements OtherNodes {

    /** How often a node that has nothing to say says so. */
    static final Duration BEAT = Duration.ofSeconds(1);

    /** How often, in beats, sessions look for themselves while nothing can be heard. */
    private static final int LOOK = 5;

    /**
     * What connects it, and who it is.
     *
     * @param self its id
     * @param bus carries frames
     * @param directory who lives, and who is where
     */
    public record Connection(NodeId self, NodeBus bus, SessionDirectory directory) {}

    private final ChatRuntime runtime;
    private final Connection connection;
    private final FailureListener failures;
    private final Places places;
    private final Rolls rolls = new Rolls();
    private final LatelyTold told = new LatelyTold();
    private final AtomicLong asks = new AtomicLong();
    private final ConcurrentHashMap<NodeId, Link> links = new ConcurrentHashMap<>();
    private final AtomicLong linkNumbers = new AtomicLong();
    private volatile @Nullable Listening listening;
    /** Null until the directory has answered for the first time. */
    private volatile @Nullable Set<NodeId> living;
    /** Held while {@link #living} changes, and while all nodes are told something for the first time. */
    private final ReentrantLock changing = new ReentrantLock();
    /** What is told once it is known to whom. */
    private final List<NodeSignal> early = new ArrayList<>();
    /** Whether all nodes were told something, which a node that is known only later did not hear. */
    private volatile boolean toldAll;

    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean closed;
    private int deafBeats;

    /** What hears, what looks for what may not have been heard, and what ends that. */
    private record Listening(Hearing hearing, Runnable look, AutoCloseable subscription) {}

    /**
     * Who is on this node.
     *
     * @param all everybody
     * @param any whether somebody is
     */
    public record Here(Supplier<Collection<UserId>> all, Predicate<UserId> any) {}

    /** Knows of nobody, and hears nothing yet. */
    public ClusterNode(ChatRuntime runtime, Connection connection, FailureListener failures) {
        this.runtime = runtime;
        this.connection = connection;
        this.failures = failures;
        this.places = new Places(connection.directory(), runtime);
    }

    /**
     * Listens from now on, and is to be called once.
     *
     * @param ears hears what other nodes tell, on the bus's thread
     * @param missed hears that something may not have been heard; on any thread, possibly often
     * @param here who is here, which the other nodes are told
     */
    public void listen(Consumer<NodeSignal> ears, Runnable missed, Here here) {
        RollCalls calls = new RollCalls(
                runtime.scheduler(), here, (node, part) -> link(node).tell(part));
        Runnable look = () -> {
            places.forget();
            missed.run();
        };
        Hearing hearing = new Hearing(
                connection.self(),
                (sender, signal) -> {
                    hear(sender, signal, calls);
                    ears.accept(signal);
                },
                losing(look),
                failures);
        listening = new Listening(hearing, look, connection.bus().listen(connection.self(), hearing));
        beat();
    }

    private Hearing.Missed losing(Runnable look) {
        return new Hearing.Missed() {
            @Override
            public void of(List<NodeId> senders) {
                senders.forEach(rolls::lose);
                look.run();
            }

            @Override
            public void ofAll() {
                rolls.lose();
                look.run();
            }
        };
    }

    private void hear(NodeId sender, NodeSignal signal, RollCalls calls) {
        if (signal instanceof NodeSignal.CameOrWent news) {
            UserId user = news.presence().user();
            places.heard(sender, news.presence());
            if (!news.presence().online()) {
                rolls.left(sender, user);
            } else if (rolls.came(sender, user) && told.has(user)) {
                link(sender).tell(new NodeSignal.Overlooked(user));
            }
        } else if (signal instanceof NodeSignal.Left left) {
            rolls.left(sender, left.user());
        } else if (signal instanceof NodeSignal.EnteredAll) {
            places.forget();
        } else if (signal instanceof NodeSignal.RollAsked asked) {
            link(sender); // what happens from now on is told to it, too
            calls.asked(sender, asked.ask());
        } else if (signal instanceof NodeSignal.RollPart part) {
            rolls.answered(sender, part);
        }
    }

    @Override
    public void tellAll(NodeSignal signal) {
        if (!toldAll && !firstToAll(signal)) {
            return;
        }
        Set<NodeId> now = living;
        if (now != null) {
            Set<NodeId> all = new LinkedHashSet<>(now);
            all.addAll(links.keySet()); // who asked before the directory named it
            tell(all, signal);
        }
    }

    /** Tells whether it is known who all are. */
    private boolean firstToAll(NodeSignal signal) {
        changing.lock();
        try {
            boolean known = living != null;
            if (!known && early.size() < Link.MOST_WAITING) {
                early.add(signal);
            } else {
                toldAll = true; // what does not fit counts as told to nobody
            }
            return known;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void tellNodesOf(Collection<UserId> users, NodeSignal signal) {
        Set<NodeId> nodes = toldPlaces(users);
        if (nodes == null) {
            lookUp(users, signal);
        } else {
            tell(nodes, signal);
        }
    }

    /** Where users are by what the other nodes told; null when that may not be all. */
    private @Nullable Set<NodeId> toldPlaces(Collection<UserId> users) {
        if (!heardAll()) {
            return null;
        }
        Set<NodeId> nodes = new LinkedHashSet<>();
        for (UserId user : users) {
            told.add(user); // before looking: who comes after that is found by it
            nodes.addAll(rolls.of(user));
        }
        return heardAll() ? nodes : null; // what was lost meanwhile may have been looked for in vain
    }

    private boolean heardAll() {
        Set<NodeId> now = living;
        return now != null
                && now.size() > 1 // whoever is alone has heard nobody yet
                && unanswered.get() <= Hearing.SILENT_BEATS
                && rolls.whole(others(now).toList());
    }

    private void lookUp(Collection<UserId> users, NodeSignal signal) {
        Stages.heard(places.of(users), (nodes, failure) -> {
            if (failure == null) {
                tell(nodes, signal);
            } else {
                tellAll(signal);
            }
        });
    }

    @Override
    public void lookUpAndTell(UserId user, NodeSignal signal) {
        places.forget(user);
        lookUp(List.of(user), signal);
    }

    private void tell(Set<NodeId> nodes, NodeSignal signal) {
        others(nodes).forEach(node -> link(node).tell(signal));
    }

    private Link link(NodeId node) {
        return links.computeIfAbsent(
                node,
                to -> new Link(
                        new Link.Ends(connection.self(), to, linkNumbers.incrementAndGet(), toldAll),
                        connection.bus(),
                        runtime.executor(),
                        failure -> failures.onFailure("telling another node", failure)));
    }

    private void beat() {
        Listening mine = listening;
        if (closed || mine == null) {
            return;
        }
        askWhoLives();
        Set<NodeId> now = living;
        if (now != null) {
            links.keySet().retainAll(now);
            rolls.retain(now);
            others(now).forEach(node -> {
                askWhoIsThere(node);
                link(node).beat();
            });
            mine.hearing().beat(now);
        }
        told.beat();
        deafBeats = deaf(mine) ? deafBeats + 1 : 0;
        if (deafBeats > 0 && deafBeats % LOOK == 0) {
            mine.look().run();
        }
        runtime.scheduler().schedule(BEAT, this::beat);
    }

    private void askWhoIsThere(NodeId node) {
        long ask = rolls.ask(node, asks.incrementAndGet());
        if (ask != 0) {
            link(node).tell(new NodeSignal.RollAsked(ask));
        }
    }

    private boolean deaf(Listening mine) {
        return mine.hearing().deaf() || unanswered.get() > Hearing.SILENT_BEATS;
    }

    private void askWhoLives() {
        unanswered.incrementAndGet(); // until it answers
        Stages.of(() -> connection.directory().nodes()).whenComplete((nodes, failure) -> {
            if (failure == null) {
                live(nodes);
                unanswered.set(0);
            }
        });
    }

    private void live(Set<NodeId> nodes) {
        List<NodeSignal> waited = List.of();
        changing.lock();
        try {
            others(nodes).forEach(this::link); // before anything is told to all of them
            if (living == null) {
                waited = List.copyOf(early);
                early.clear();
            }
            living = nodes;
        } finally {
            changing.unlock();
        }
        waited.forEach(this::tellAll);
    }

    private Stream<NodeId> others(Set<NodeId> nodes) {
        return nodes.stream().filter(node -> !node.equals(connection.self()));
    }

    @Override
    public boolean healthy() {
        Listening mine = listening;
        return mine != null && !deaf(mine) && links.values().stream().noneMatch(Link::failing);
    }

    /** Hears nothing more. */
    public void close() {
        closed = true;
        Listening mine = listening;
        if (mine != null) {
            try {
                mine.subscription().close();
            } catch (Exception e) {
                failures.onFailure("leaving the bus", e);
            }
        }
    }
}
