package dev.parley.core.internal.presence;

import dev.parley.core.internal.cluster.NodeSignal;
import dev.parley.core.internal.cluster.OtherNodes;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import dev.parley.view.Presence;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells who came and went: this node's watchers, the other nodes, the host. Users whose presence changed wait in a map,
 * one place each, and one task at a time tells what is true by then: so the last that is told of a user is true, however
 * calls crossed, and what waits is bounded by the users. Thread-safe.
 */
final class PresenceNews {

    private final Executor executor;
    private final OtherNodes others;
    private final LocalUsers locals;
    private final WatchLists lists;
    private final Consumer<Presence> listener;
    private final PresenceHealth health;
    private final ConcurrentHashMap<UserId, News> waiting = new ConcurrentHashMap<>();

    /** Users on other nodes whom somebody here takes for online. */
    private final Set<UserId> remote = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean telling = new AtomicBoolean();

    /**
     * What to tell of a user unless they are here by then.
     *
     * @param own false keeps news from other nodes on this node
     * @param left whether the user left here for another node, which is no news to anybody but the other nodes
     */
    private record News(Presence presence, boolean own, boolean left) {

        /** News of this node must not be lost to an echo from another. */
        News then(News fresh) {
            return new News(fresh.presence(), own || fresh.own(), left || fresh.left());
        }
    }

    PresenceNews(
            Executor executor,
            OtherNodes others,
            LocalUsers locals,
            WatchLists lists,
            Consumer<Presence> listener,
            PresenceHealth health) {
        this.executor = executor;
        this.others = others;
        this.locals = locals;
        this.lists = lists;
        this.listener = listener;
        this.health = health;
    }

    void cameHere(UserId user) {
        Instant lastActive = locals.lastActive(user);
        put(new News(new Presence(user, true, lastActive), true, false));
    }

    void leftHere(UserId user, Instant lastActive) {
        put(new News(new Presence(user, false, lastActive), true, false));
    }

    /** The user left here but is on another node: nothing to tell but the other nodes, and to be looked after. */
    void elsewhere(Presence presence) {
        put(new News(presence, false, true));
    }

    /** Another node, or the directory, says so. */
    void heard(Presence presence) {
        put(new News(presence, false, false));
    }

    /** A watcher was told so by the reply to its question. */
    void told(Presence presence) {
        if (presence.online() && locals.lastActive(presence.user()) == null) {
            remote.add(presence.user());
        }
    }

    /** Those whom somebody here watches. */
    List<UserId> watched() {
        return lists.watched();
    }

    /** Those whose lease on another node may end without anybody saying so. */
    List<UserId> remote() {
        remote.removeIf(user -> !lists.watched(user));
        return List.copyOf(remote);
    }

    private void put(News some) {
        waiting.merge(some.presence().user(), some, News::then);
        if (telling.compareAndSet(false, true)) {
            executor.execute(this::tellAll);
        }
    }

    private void tellAll() {
        do {
            for (UserId user : waiting.keySet()) {
                News some = waiting.remove(user);
                if (some != null) {
                    tell(some);
                }
            }
            telling.set(false);
        } while (!waiting.isEmpty() && telling.compareAndSet(false, true));
    }

    private void tell(News some) {
        UserId user = some.presence().user();
        Instant here = locals.lastActive(user);
        if (here != null && !some.own()) {
            return;
        }
        Presence now = here == null ? some.presence() : new Presence(user, true, here);
        if (here == null && now.online() && lists.watched(user)) {
            remote.add(user);
        } else {
            remote.remove(user);
        }
        lists.deliver(user, Delivery.of(new Event.PresenceChanged(now)));
        if (here == null && (some.left() || now.online())) {
            if (some.left() || some.own()) { // where they are now tells of them itself
                others.tellAll(new NodeSignal.Left(user));
            }
        } else if (some.own()) {
            others.tellAll(new NodeSignal.CameOrWent(now));
        }
        if (some.own()) {
            health.callback(() -> listener.accept(now));
        }
    }
}
