package dev.parley.core.internal.presence;

import dev.parley.core.runtime.Scheduler;
import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * This node's leases in the directory: all renewed in one call every third of a lease, while anybody is here. The same
 * beat finds those of other nodes whose lease ended because their node died. Thread-safe.
 */
final class Leases {

    private static final int READ_AT_ONCE = 1_000;

    private final Scheduler scheduler;
    private final PresenceNode node;
    private final Duration lease;
    private final LocalUsers locals;
    private final PresenceNews news;
    private final PresenceHealth health;
    private final AtomicBoolean beating = new AtomicBoolean();

    Leases(
            Scheduler scheduler,
            PresenceNode node,
            Duration lease,
            LocalUsers locals,
            PresenceNews news,
            PresenceHealth health) {
        this.scheduler = scheduler;
        this.node = node;
        this.lease = lease;
        this.locals = locals;
        this.news = news;
        this.health = health;
    }

    boolean healthy() {
        return health.healthy();
    }

    void take(UserId user) {
        Instant lastActive = locals.lastActive(user);
        if (lastActive != null) {
            renew(Map.of(user, lastActive));
        }
        beat();
    }

    void giveBack(UserId user, Instant lastActive) {
        health.tellDirectory(() -> node.directory().release(node.id(), user, lastActive))
                .thenCompose(released -> read(List.of(user)))
                .thenAccept(known -> {
                    Presence elsewhere = known.get(user);
                    if (locals.lastActive(user) != null) {
                        // Back already: the release may have come after the renewal.
                        take(user);
                    } else if (elsewhere != null && elsewhere.online()) {
                        news.elsewhere(user);
                    } else {
                        news.leftHere(user, lastActive);
                    }
                });
    }

    /** Reads the directory; what it does not answer is missing in the map. */
    CompletionStage<Map<UserId, Presence>> read(Collection<UserId> users) {
        if (users.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return health.directory(() -> node.directory().presences(users), Map.of());
    }

    private void renew(Map<UserId, Instant> lastActive) {
        health.tellDirectory(() -> node.directory().renew(node.id(), lastActive, lease));
    }

    private void beat() {
        if (beating.compareAndSet(false, true)) {
            scheduler.schedule(lease.dividedBy(3), this::renewAll);
        }
    }

    private void renewAll() {
        try {
            Map<UserId, Instant> all = locals.all();
            if (!all.isEmpty()) {
                renew(all);
                expireRemote();
            }
        } finally {
            beating.set(false);
            if (!locals.isEmpty()) {
                beat();
            }
        }
    }

    private void expireRemote() {
        List<UserId> remote = news.remote();
        for (int from = 0; from < remote.size(); from += READ_AT_ONCE) {
            read(remote.subList(from, Math.min(remote.size(), from + READ_AT_ONCE)))
                    .thenAccept(known -> known.values().forEach(presence -> {
                        if (!presence.online()) {
                            news.heard(presence);
                        }
                    }));
        }
    }
}
