package dev.parley.core.memory;

import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.UserId;
import dev.parley.model.internal.Copies;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who is connected to any engine of one JVM. Every stage is complete when it is returned. Thread-safe. */
public final class InMemorySessionDirectory implements SessionDirectory {

    /** A node's lease; one that ended and was taken again has another number. */
    private record Lease(long number, Instant end) {}

    /** A user, with the number of each node's lease under which they were entered. */
    private static final class Known {
        private Instant lastActiveAt = Instant.MIN;
        /** Replaced whole: of the many users who are on one node, a map of one is a small one. */
        private Map<NodeId, Long> entered = Map.of();
    }

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NodeId, Lease> leases = new HashMap<>();
    private final Map<UserId, Known> users = new HashMap<>();
    private long numbers;

    /**
     * Makes a directory in which nobody is online.
     *
     * @param clock tells when leases end
     */
    public InMemorySessionDirectory(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Boolean> renew(NodeId node, Duration lease) {
        return locked(() -> {
            Instant end = clock.instant().plus(lease);
            Lease held = held(node);
            leases.put(node, new Lease(held == null ? ++numbers : held.number(), end));
            return held != null;
        });
    }

    @Override
    public CompletionStage<Void> enter(NodeId node, Map<UserId, Instant> lastActive) {
        return locked(() -> {
                    Lease held = held(node);
                    if (held != null) {
                        lastActive.forEach((user, at) -> change(user, at, entered -> entered.put(node, held.number())));
                    }
                    return true;
                })
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> leave(NodeId node, Map<UserId, Instant> lastActive) {
        return locked(() -> {
                    lastActive.forEach((user, at) -> change(user, at, entered -> entered.remove(node)));
                    return true;
                })
                .thenAccept(done -> {});
    }

    private void change(UserId user, Instant lastActiveAt, Consumer<Map<NodeId, Long>> step) {
        Known known = users.computeIfAbsent(user, id -> new Known());
        known.lastActiveAt = known.lastActiveAt.isAfter(lastActiveAt) ? known.lastActiveAt : lastActiveAt;
        Map<NodeId, Long> entered = new HashMap<>(known.entered);
        entered.entrySet().removeIf(entry -> !counts(entry)); // a node that died leaves nothing behind
        step.accept(entered);
        known.entered = Copies.of(entered);
    }

    @Override
    public CompletionStage<Map<UserId, Whereabouts>> find(Collection<UserId> asked) {
        return locked(() -> {
            Map<UserId, Whereabouts> found = new LinkedHashMap<>();
            asked.forEach(user -> found.put(user, whereabouts(users.get(user))));
            return found;
        });
    }

    private Whereabouts whereabouts(@Nullable Known known) {
        if (known == null) {
            return Whereabouts.UNKNOWN;
        }
        Set<NodeId> nodes = new TreeSet<>();
        known.entered.entrySet().stream().filter(this::counts).forEach(entry -> nodes.add(entry.getKey()));
        return new Whereabouts(nodes, known.lastActiveAt);
    }

    private boolean counts(Map.Entry<NodeId, Long> entered) {
        Lease held = held(entered.getKey());
        return held != null && held.number() == entered.getValue();
    }

    private @Nullable Lease held(NodeId node) {
        Lease lease = leases.get(node);
        return lease != null && lease.end().isAfter(clock.instant()) ? lease : null;
    }

    @Override
    public CompletionStage<Set<NodeId>> nodes() {
        return locked(() -> {
            leases.keySet().removeIf(node -> held(node) == null);
            return new TreeSet<>(leases.keySet());
        });
    }

    @Override
    public CompletionStage<Void> retire(NodeId node) {
        return locked(() -> leases.remove(node) != null).thenAccept(done -> {});
    }

    private <T> CompletionStage<T> locked(Supplier<T> step) {
        lock.lock();
        try {
            return InMemoryStore.answer(step.get());
        } finally {
            lock.unlock();
        }
    }
}
