package dev.parley.core.internal.presence;

import dev.parley.model.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The users who have a session on this node, or had one a moment ago. Thread-safe. */
final class LocalUsers {

    /** One user; fields other than the time change under the map's lock for the key only. */
    private static final class Local {
        private int sessions;
        private int departures;
        private volatile long cameMillis;
        private volatile long lastActiveMillis;
        /** The time that {@link #active} told last. */
        private volatile long toldMillis;
    }

    private final ConcurrentHashMap<UserId, Local> locals = new ConcurrentHashMap<>();

    /** One more session; true when the user was not here. */
    boolean came(UserId user, long nowMillis) {
        boolean[] fresh = {false};
        locals.compute(user, (key, known) -> {
            Local local = known == null ? new Local() : known;
            fresh[0] = known == null;
            local.cameMillis = fresh[0] ? nowMillis : local.cameMillis;
            local.sessions++;
            local.lastActiveMillis = Math.max(local.lastActiveMillis, nowMillis);
            return local;
        });
        return fresh[0];
    }

    void active(UserId user, long nowMillis) {
        Local local = locals.get(user);
        if (local != null && nowMillis > local.lastActiveMillis) {
            local.lastActiveMillis = nowMillis;
        }
    }

    /** One session fewer; when it was the last, the number of this departure, else 0. */
    int left(UserId user) {
        int[] departure = {0};
        locals.computeIfPresent(user, (key, local) -> {
            if (--local.sessions == 0) {
                departure[0] = ++local.departures;
            }
            return local;
        });
        return departure[0];
    }

    /** Forgets a user who did not come back since; returns when they were last active, or null when they did. */
    @Nullable
    Instant forget(UserId user, int departure) {
        Instant[] lastActive = {null};
        locals.computeIfPresent(user, (key, local) -> {
            if (local.sessions > 0 || local.departures != departure) {
                return local;
            }
            lastActive[0] = Instant.ofEpochMilli(local.lastActiveMillis);
            return null;
        });
        return lastActive[0];
    }

    /** When a user who is here was last active, or null when they are not here. */
    @Nullable
    Instant lastActive(UserId user) {
        Local local = locals.get(user);
        return local == null ? null : Instant.ofEpochMilli(local.lastActiveMillis);
    }

    /** Those who were not here at some time and came since. */
    List<UserId> cameSince(long millis) {
        List<UserId> came = new ArrayList<>();
        locals.forEach((user, local) -> {
            if (local.cameMillis >= millis) {
                came.add(user);
            }
        });
        return came;
    }

    /** Everybody, as a view. */
    Set<UserId> users() {
        return Collections.unmodifiableSet(locals.keySet());
    }

    boolean isEmpty() {
        return locals.isEmpty();
    }

    /** Those who were active since this was asked last. */
    Map<UserId, Instant> active() {
        Map<UserId, Instant> active = new HashMap<>();
        locals.forEach((user, local) -> {
            long lastActive = local.lastActiveMillis;
            if (lastActive != local.toldMillis) {
                local.toldMillis = lastActive;
                active.put(user, Instant.ofEpochMilli(lastActive));
            }
        });
        return active;
    }

    Map<UserId, Instant> all() {
        Map<UserId, Instant> all = new HashMap<>();
        locals.forEach((user, local) -> all.put(user, Instant.ofEpochMilli(local.lastActiveMillis)));
        return all;
    }
}
