package dev.parley.core.internal.presence;

import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.Scheduler;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * This node's lease in the directory, renewed every third of its time, and the users it entered there. With each beat the
 * directory hears who was active since, and what it did not take before; when the lease was broken, it hears of everybody
 * again. The same beat finds those of other nodes whose lease ended because their node died. Thread-safe.
 */
final class Leases {

    private static final int AT_ONCE = 1_000;

    private final Scheduler scheduler;
    private final PresenceNode node;
    private final Duration lease;
    private final LocalUsers locals;
    private final PresenceNews news;
    private final PresenceHealth health;
    /** Users on their way into the directory. */
    private final ConcurrentHashMap<UserId, CompletionStage<Boolean>> entering = new ConcurrentHashMap<>();
    /** Users who left and whom the directory may not have let go. */
    private final ConcurrentHashMap<UserId, Instant> leaving = new ConcurrentHashMap<>();

    /** Whether the directory may lack somebody who is here. */
    private volatile boolean incomplete;

    private volatile boolean closed;

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

    /** Takes the lease, and keeps it. */
    void begin() {
        if (closed) {
            return;
        }
        health.directory(() -> node.directory().renew(node.id(), lease).thenApply(Beat::of), Beat.FAILED)
                .thenAccept(this::renewed);
        scheduler.schedule(lease.dividedBy(3), this::begin);
    }

    private enum Beat {
        UNBROKEN,
        BROKEN,
        FAILED;

        static Beat of(boolean unbroken) {
            return unbroken ? UNBROKEN : BROKEN;
        }
    }

    private void renewed(Beat beat) {
        if (beat == Beat.FAILED) {
            incomplete = true; // the answer that is lost may have been that the lease was broken
            return;
        }
        boolean all = beat == Beat.BROKEN || incomplete;
        incomplete = false;
        CompletionStage<Boolean> entered = enter(all ? locals.all() : locals.active());
        if (all) {
            entered.thenAccept(known -> {
                if (known) {
                    node.enteredAll().run();
                }
            });
        }
        Map<UserId, Instant> left = new HashMap<>(leaving);
        leaving.keySet().removeAll(left.keySet());
        if (beat == Beat.UNBROKEN) {
            left.forEach(this::leave);
        }
        expireRemote();
    }

    /** Completes with whether there was somebody to enter, and the directory knows them all. */
    private CompletionStage<Boolean> enter(Map<UserId, Instant> lastActive) {
        List<CompletionStage<Boolean>> chunks = new ArrayList<>();
        Map<UserId, Instant> chunk = new HashMap<>();
        for (Map.Entry<UserId, Instant> user : lastActive.entrySet()) {
            chunk.put(user.getKey(), user.getValue());
            if (chunk.size() == AT_ONCE) {
                chunks.add(enterChunk(chunk));
                chunk = new HashMap<>();
            }
        }
        if (!chunk.isEmpty()) {
            chunks.add(enterChunk(chunk));
        }
        return Stages.all(chunks).thenApply(entered -> !entered.isEmpty() && !entered.contains(false));
    }

    private CompletionStage<Boolean> enterChunk(Map<UserId, Instant> lastActive) {
        return health.tellDirectory(() -> node.directory().enter(node.id(), lastActive))
                .thenApply(entered -> {
                    incomplete |= !entered;
                    return entered;
                });
    }

    void take(UserId user) {
        Instant lastActive = locals.lastActive(user);
        if (lastActive == null) {
            return;
        }
        leaving.remove(user);
        CompletionStage<Boolean> entered = enterChunk(Map.of(user, lastActive));
        entering.put(user, entered);
        entered.thenCompose(done -> {
                    entering.remove(user, entered);
                    return done ? whereabouts(List.of(user)) : Stages.done(Map.<UserId, Whereabouts>of());
                })
                .thenAccept(found -> {
                    boolean elsewhere = found.getOrDefault(user, Whereabouts.UNKNOWN).nodes().stream()
                            .anyMatch(where -> !where.equals(node.id()));
                    if (elsewhere) {
                        node.elsewhereToo().accept(user);
                    }
                });
    }

    /** Completes when the directory knows that a user is here, or has failed to hear of it. */
    CompletionStage<Boolean> settled(UserId user) {
        CompletionStage<Boolean> under = entering.get(user);
        return under == null ? Stages.done(true) : under;
    }

    void giveBack(UserId user, Instant lastActive) {
        if (closed) {
            return; // nobody is looked for here any more, and the host may have closed what the directory is in
        }
        leave(user, lastActive).thenCompose(left -> read(List.of(user))).thenAccept(known -> {
            Presence elsewhere = known.get(user);
            if (locals.lastActive(user) != null) {
                // Back already: leaving may have come after entering.
                take(user);
            } else if (elsewhere != null && elsewhere.online()) {
                news.elsewhere(elsewhere);
            } else {
                news.leftHere(user, lastActive);
            }
        });
    }

    private CompletionStage<Boolean> leave(UserId user, Instant lastActive) {
        return health.tellDirectory(() -> node.directory().leave(node.id(), Map.of(user, lastActive)))
                .thenApply(left -> {
                    if (!left && locals.lastActive(user) == null) {
                        leaving.put(user, lastActive);
                    }
                    return left;
                });
    }

    /** Reads the directory; what it does not answer is missing in the map. */
    CompletionStage<Map<UserId, Presence>> read(Collection<UserId> users) {
        return whereabouts(users).thenApply(found -> {
            Map<UserId, Presence> known = new LinkedHashMap<>();
            found.forEach((user, where) ->
                    known.put(user, new Presence(user, !where.nodes().isEmpty(), where.lastActiveAt())));
            return known;
        });
    }

    private CompletionStage<Map<UserId, Whereabouts>> whereabouts(Collection<UserId> users) {
        return users.isEmpty()
                ? Stages.done(Map.of())
                : health.directory(() -> node.directory().find(users), Map.of());
    }

    /** Looks whether those whom somebody here takes for online still are. */
    private void expireRemote() {
        look(news.remote(), presence -> !presence.online());
    }

    /** Tells watchers what the directory says of some users. */
    void look(List<UserId> users, Predicate<Presence> worthTelling) {
        for (int from = 0; from < users.size(); from += AT_ONCE) {
            read(users.subList(from, Math.min(users.size(), from + AT_ONCE)))
                    .thenAccept(known ->
                            known.values().stream().filter(worthTelling).forEach(news::heard));
        }
    }

    /** Gives the lease back. */
    CompletionStage<Boolean> close() {
        closed = true;
        return health.tellDirectory(() -> node.directory().retire(node.id()));
    }
}
