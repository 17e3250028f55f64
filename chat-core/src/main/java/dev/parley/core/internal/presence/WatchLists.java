package dev.parley.core.internal.presence;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.model.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which sessions of this node watch whom. Thread-safe. */
final class WatchLists {

    /** What one session watches; its monitor guards it, and nothing is called under it but the maps here. */
    private static final class Watching {
        private long asked;
        private long applied;
        private boolean ended;
        private Set<UserId> users = Set.of();
    }

    private final ConcurrentHashMap<Watcher, Watching> watching = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<UserId, Set<Watcher>> watchers = new ConcurrentHashMap<>();

    /** Notes that a session asked, and returns the number of its question: of several, the last one asked counts. */
    long ask(Watcher watcher) {
        Watching mine = watching.computeIfAbsent(watcher, key -> new Watching());
        synchronized (mine) {
            return ++mine.asked;
        }
    }

    /** Watches these users instead of those before, unless the session ended or asked again. */
    void watch(Watcher watcher, long question, Set<UserId> users) {
        Watching mine = watching.get(watcher);
        if (mine == null) {
            return;
        }
        synchronized (mine) {
            if (mine.ended || question < mine.applied) {
                return;
            }
            mine.applied = question;
            replace(watcher, mine, users);
        }
    }

    void end(Watcher watcher) {
        Watching mine = watching.remove(watcher);
        if (mine == null) {
            return;
        }
        synchronized (mine) {
            mine.ended = true;
            replace(watcher, mine, Set.of());
        }
    }

    /** Those whom any session watches. */
    List<UserId> watched() {
        return List.copyOf(watchers.keySet());
    }

    boolean watched(UserId user) {
        return watchers.containsKey(user);
    }

    void deliver(UserId user, Delivery delivery) {
        Set<Watcher> interested = watchers.get(user);
        if (interested != null) {
            interested.forEach(watcher -> watcher.deliver(delivery));
        }
    }

    private void replace(Watcher watcher, Watching mine, Set<UserId> users) {
        for (UserId user : mine.users) {
            if (!users.contains(user)) {
                watchers.computeIfPresent(user, (key, all) -> {
                    all.remove(watcher);
                    return all.isEmpty() ? null : all;
                });
            }
        }
        for (UserId user : users) {
            watchers.compute(user, (key, all) -> {
                Set<Watcher> some = all == null ? ConcurrentHashMap.newKeySet(1) : all;
                some.add(watcher);
                return some;
            });
        }
        mine.users = users;
    }
}
