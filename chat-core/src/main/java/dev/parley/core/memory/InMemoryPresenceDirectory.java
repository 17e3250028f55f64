package dev.parley.core.memory;

import dev.parley.core.spi.node.PresenceDirectory;
import dev.parley.model.UserId;
import dev.parley.model.internal.Copies;
import dev.parley.view.Presence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected to any engine of one JVM. Every stage is complete when it is returned. Thread-safe.
 */
public final class InMemoryPresenceDirectory implements PresenceDirectory {

    /** What is known of one user; replaced whole. */
    private record Known(Instant lastActiveAt, Map<String, Instant> leaseEndByNode) {}

    private final InstantSource clock;
    private final Map<UserId, Known> users = new ConcurrentHashMap<>();

    /**
     * Makes a directory in which nobody is online.
     *
     * @param clock tells when leases end
     */
    public InMemoryPresenceDirectory(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> renew(String node, Map<UserId, Instant> lastActive, Duration lease) {
        Instant now = clock.instant();
        Instant end = now.plus(lease);
        lastActive.forEach((user, activeAt) ->
                users.compute(user, (id, known) -> changed(known, activeAt, now, leases -> leases.put(node, end))));
        return InMemoryStore.done();
    }

    @Override
    public CompletionStage<Void> release(String node, UserId user, Instant lastActiveAt) {
        Instant now = clock.instant();
        users.compute(user, (id, known) -> changed(known, lastActiveAt, now, leases -> leases.remove(node)));
        return InMemoryStore.done();
    }

    /** Drops leases that have ended, so that nodes that died leave nothing behind. */
    private static Known changed(
            @Nullable Known known, Instant activeAt, Instant now, Consumer<Map<String, Instant>> change) {
        Map<String, Instant> leases = new HashMap<>();
        Instant lastActiveAt = activeAt;
        if (known != null) {
            leases.putAll(known.leaseEndByNode());
            lastActiveAt = known.lastActiveAt().isAfter(activeAt) ? known.lastActiveAt() : activeAt;
        }
        leases.values().removeIf(end -> !end.isAfter(now));
        change.accept(leases);
        return new Known(lastActiveAt, Copies.of(leases));
    }

    @Override
    public CompletionStage<Map<UserId, Presence>> presences(Collection<UserId> asked) {
        Instant now = clock.instant();
        Map<UserId, Presence> found = new HashMap<>();
        for (UserId user : asked) {
            Known known = users.get(user);
            found.put(user, known == null ? new Presence(user, false, null) : presence(user, known, now));
        }
        return InMemoryStore.answer(Copies.of(found));
    }

    private static Presence presence(UserId user, Known known, Instant now) {
        boolean online = known.leaseEndByNode().values().stream().anyMatch(end -> end.isAfter(now));
        return new Presence(user, online, known.lastActiveAt());
    }
}
