package dev.parley.core.internal.session;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.fanout.LocalSessions;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions by user. It exists before the engine and the {@link SessionRegistry} do, because each needs the
 * other's side of it. Thread-safe; nothing blocks.
 */
public final class SessionIndex implements LocalSessions {

    /** What came of adding a session. */
    record Added(boolean room, @Nullable SessionCore displaced) {}

    private static final SessionCore[] NONE = {};

    private final ConcurrentHashMap<UserId, SessionCore[]> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** No session is open yet. */
    public SessionIndex() {}

    @Override
    public void deliver(Collection<UserId> users, Delivery delivery) {
        for (UserId user : users) {
            for (SessionCore session : sessions.getOrDefault(user, NONE)) {
                session.deliver(delivery);
            }
        }
    }

    @Override
    public boolean connected(UserId user) {
        return sessions.containsKey(user);
    }

    @Override
    public void end(UserId user, DeviceId device, CloseCode why) {
        for (SessionCore session : sessions.getOrDefault(user, NONE)) {
            if (session.device().equals(device) && remove(user, session)) {
                // Out of the index at once, and mute: nothing reaches it while its close is on the way (G11).
                session.end(why);
            }
        }
    }

    /** Adds a session unless its user has too many; one of the same device gives way to it. */
    Added add(UserId user, SessionCore session, int perUser) {
        @Nullable SessionCore[] displaced = {null};
        boolean[] room = {true};
        sessions.compute(user, (key, known) -> {
            SessionCore[] before = known == null ? NONE : known;
            int same = indexOf(before, session.device());
            if (same >= 0) {
                displaced[0] = before[same];
                SessionCore[] after = before.clone();
                after[same] = session;
                return after;
            }
            if (before.length >= perUser) {
                room[0] = false;
                return known;
            }
            SessionCore[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = session;
            return after;
        });
        if (room[0] && displaced[0] == null) {
            count.incrementAndGet();
        }
        return new Added(room[0], displaced[0]);
    }

    /** Takes a session out, unless it is out already. */
    boolean remove(UserId user, SessionCore session) {
        boolean[] removed = {false};
        sessions.computeIfPresent(user, (key, before) -> {
            int at = Arrays.asList(before).indexOf(session);
            if (at < 0) {
                return before;
            }
            removed[0] = true;
            List<SessionCore> after = new ArrayList<>(Arrays.asList(before));
            after.remove(at);
            return after.isEmpty() ? null : after.toArray(NONE);
        });
        if (removed[0]) {
            count.decrementAndGet();
        }
        return removed[0];
    }

    boolean connected(UserId user, DeviceId device) {
        return indexOf(sessions.getOrDefault(user, NONE), device) >= 0;
    }

    int count() {
        return count.get();
    }

    List<SessionCore> all() {
        List<SessionCore> all = new ArrayList<>();
        sessions.values().forEach(some -> all.addAll(Arrays.asList(some)));
        return all;
    }

    private static int indexOf(SessionCore[] some, DeviceId device) {
        for (int i = 0; i < some.length; i++) {
            if (some[i].device().equals(device)) {
                return i;
            }
        }
        return -1;
    }
}
