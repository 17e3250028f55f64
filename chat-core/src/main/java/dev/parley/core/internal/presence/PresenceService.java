package dev.parley.core.internal.presence;

import dev.parley.core.Actor;
import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.timer.TimerWheel;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.view.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is there. Users with a session on this node are online as long as it holds their lease; they go offline after a
 * debounce, so that a reconnect is no news. When directory or bus fail, this node goes on with what it knows by itself
 * and {@link #healthy} says so (G13). Thread-safe; nothing blocks.
 */
public final class PresenceService {

    private final ChatRuntime runtime;
    private final PresenceOptions options;
    private final Visibility visibility;
    private final TimerWheel wheel;
    private final LocalUsers locals = new LocalUsers();
    private final WatchLists lists = new WatchLists();
    private final PresenceNews news;
    private final Leases leases;

    /**
     * Nobody is here yet.
     *
     * @param runtime clock, executor and scheduler
     * @param node this node among the others
     * @param options times and bounds
     * @param visibility whose presence somebody may see
     * @param listener hears who came and went, on the runtime's executor
     * @param failures hears when directory or bus begin to fail
     */
    public PresenceService(
            ChatRuntime runtime,
            PresenceNode node,
            PresenceOptions options,
            Visibility visibility,
            Consumer<Presence> listener,
            FailureListener failures) {
        this.runtime = runtime;
        this.options = options;
        this.visibility = visibility;
        PresenceHealth health = new PresenceHealth(failures);
        this.wheel = new TimerWheel(runtime.scheduler(), TimerWheel.tickFor(options.offlineAfter()), failures);
        this.news = new PresenceNews(runtime.executor(), node.others(), locals, lists, listener, health);
        this.leases = new Leases(runtime.scheduler(), node, options.lease(), locals, news, health);
    }

    /** Takes this node's lease in the directory, and keeps it until {@link #close}. */
    public void begin() {
        leases.begin();
    }

    /**
     * Gives it back, so that nobody looks for anybody here.
     *
     * @return completes when the directory heard of it, or failed to
     */
    public CompletionStage<Boolean> close() {
        return leases.close();
    }

    /**
     * Waits until whoever asks the directory finds a user here who came.
     *
     * @param user who
     * @return completes when the directory knows, or has failed to hear of it
     */
    public CompletionStage<Boolean> settled(UserId user) {
        return leases.settled(user);
    }

    /** News of other nodes may have been missed: watchers are told what the directory says. */
    public void missed() {
        leases.look(news.watched(), presence -> true);
    }

    /**
     * A session of a user opened.
     *
     * @param user whose
     */
    public void came(UserId user) {
        if (locals.came(user, runtime.clock().millis())) {
            leases.take(user);
            news.cameHere(user);
        }
    }

    /**
     * A user did something.
     *
     * @param user who
     */
    public void active(UserId user) {
        locals.active(user, runtime.clock().millis());
    }

    /**
     * A session of a user ended.
     *
     * @param user whose
     */
    public void left(UserId user) {
        int departure = locals.left(user);
        if (departure > 0) {
            wheel.schedule(wheel.ticks(options.offlineAfter()), TimerWheel.Timer.of(() -> gone(user, departure)));
        }
    }

    private void gone(UserId user, int departure) {
        Instant lastActive = locals.forget(user, departure);
        if (lastActive != null) {
            leases.giveBack(user, lastActive);
        }
    }

    /**
     * Another node says that a user came or went.
     *
     * @param presence the user's presence
     */
    public void heard(Presence presence) {
        news.heard(presence);
    }

    /**
     * Watches users instead of those watched before. Of several calls for one session, the last one counts.
     *
     * @param watcher the session, which is open; called on its own thread
     * @param actor whose session
     * @param users whom; those who may not be seen are shown offline, and nothing is heard of them
     * @return the presence of each; fails with {@code limit_exceeded}
     */
    public CompletionStage<List<Presence>> watch(Watcher watcher, Actor actor, Collection<UserId> users) {
        Set<UserId> asked = new LinkedHashSet<>(users);
        if (asked.size() > options.watched()) {
            return tooMany(asked.size());
        }
        long question = lists.ask(watcher);
        return visible(actor, asked).thenCompose(visible -> {
            // Before the reading: what changes in between is heard rather than missed.
            lists.watch(watcher, question, visible);
            return known(asked, visible).thenApply(presences -> {
                presences.forEach(news::told);
                return presences;
            });
        });
    }

    /**
     * Ends a session's watching.
     *
     * @param watcher the session
     */
    public void unwatch(Watcher watcher) {
        lists.end(watcher);
    }

    /**
     * Asks who is there.
     *
     * @param actor who asks
     * @param users whom for; those who may not be seen are shown offline
     * @return the presence of each, in the order asked; fails with {@code limit_exceeded}
     */
    public CompletionStage<List<Presence>> presences(Actor actor, Collection<UserId> users) {
        Set<UserId> asked = new LinkedHashSet<>(users);
        if (asked.size() > options.watched()) {
            return tooMany(asked.size());
        }
        return visible(actor, asked).thenCompose(visible -> known(asked, visible));
    }

    /**
     * The users who are here.
     *
     * @return a view
     */
    public Set<UserId> here() {
        return locals.users();
    }

    /**
     * The users who came here lately.
     *
     * @param within how lately
     * @return those who were not here before
     */
    public List<UserId> cameWithin(Duration within) {
        return locals.cameSince(runtime.clock().millis() - within.toMillis());
    }

    /**
     * Tells whether directory and bus answered when last asked.
     *
     * @return false while other nodes' users may be shown wrongly
     */
    public boolean healthy() {
        return leases.healthy();
    }

    private CompletionStage<Set<UserId>> visible(Actor actor, Set<UserId> asked) {
        if (asked.isEmpty()) {
            return CompletableFuture.completedFuture(Set.of());
        }
        return visibility.visible(actor, asked).thenApply(allowed -> {
            Set<UserId> visible = new LinkedHashSet<>(asked);
            visible.retainAll(allowed);
            return visible;
        });
    }

    private CompletionStage<List<Presence>> known(Set<UserId> asked, Set<UserId> visible) {
        return leases.read(visible)
                .thenApply(known -> asked.stream()
                        .map(user -> visible.contains(user) ? presence(user, known.get(user)) : offline(user))
                        .toList());
    }

    /** What this node knows of its own users is newer than what the directory says. */
    private Presence presence(UserId user, @Nullable Presence elsewhere) {
        Instant here = locals.lastActive(user);
        if (here == null) {
            return elsewhere == null ? offline(user) : elsewhere;
        }
        Instant there = elsewhere == null ? null : elsewhere.lastActiveAt();
        return new Presence(user, true, there != null && there.isAfter(here) ? there : here);
    }

    private static Presence offline(UserId user) {
        return new Presence(user, false, null);
    }

    private <T> CompletionStage<T> tooMany(int asked) {
        return CompletableFuture.failedFuture(new ChatException(
                ErrorCode.LIMIT_EXCEEDED, "users: " + asked + " (expected: 0.." + options.watched() + ")"));
    }
}
