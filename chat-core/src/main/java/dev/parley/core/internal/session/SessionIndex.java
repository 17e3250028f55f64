package dev.parley.core.internal.session;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.fanout.LocalSessions;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import java.time.Instant;
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

    /** What came of adding a session; the one that gives way may be itself, when the other registered after it. */
    record Added(boolean room, @Nullable SessionCore displaced) {}

    private static final SessionCore[] NONE = {};

    private final ConcurrentHashMap<UserId, SessionCore[]> sessions = new ConcurrentHashMap<>();
    /** Those whose device is being registered: who revokes it meanwhile has to find them, too (G11). */
    private final ConcurrentHashMap<UserId, SessionCore[]> arriving = new ConcurrentHashMap<>();

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
        // In this order: whoever arrives is in the one before it leaves the other.
        for (SessionCore session : arriving.getOrDefault(user, NONE)) {
            if (session.device().equals(device)) {
                session.end(why);
            }
        }
        for (SessionCore session : sessions.getOrDefault(user, NONE)) {
            if (session.device().equals(device) && remove(user, session)) {
                // Out of the index at once, and mute: nothing reaches it while its close is on the way (G11).
                session.end(why);
            }
        }
    }

    @Override
    public void displace(UserId user, DeviceId device, Instant registered) {
        // In the same order, for the same reason.
        for (SessionCore session : arriving.getOrDefault(user, NONE)) {
            if (session.device().equals(device)) {
                session.outdated(registered);
            }
        }
        for (SessionCore session : sessions.getOrDefault(user, NONE)) {
            if (session.device().equals(device) && session.registered().isBefore(registered) && remove(user, session)) {
                session.end(CloseCode.DISPLACED);
            }
        }
    }

    /** Notes a session before its device is registered, so that nothing that ends the device misses it. */
    void arrives(UserId user, SessionCore session) {
        arriving.merge(user, new SessionCore[] {session}, (before, one) -> with(before, session));
    }

    /** Forgets a session that arrived, once it is added, or that never will be. */
    void arrived(UserId user, SessionCore session) {
        arriving.computeIfPresent(user, (key, before) -> without(before, session));
    }

    /** Adds a session unless its user has too many; one of the same device gives way to it, or the other way round: the one stays that registered last. */
    Added add(UserId user, SessionCore session, int perUser) {
        @Nullable SessionCore[] displaced = {null};
        boolean[] room = {true};
        sessions.compute(user, (key, known) -> {
            SessionCore[] before = known == null ? NONE : known;
            int same = indexOf(before, session.device());
            if (same >= 0 && before[same].registered().isAfter(session.registered())) {
                displaced[0] = session;
                return known;
            }
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
            return with(before, session);
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
            SessionCore @Nullable [] after = without(before, session);
            removed[0] = after != before;
            return after;
        });
        if (removed[0]) {
            count.decrementAndGet();
        }
        return removed[0];
    }

    boolean connected(UserId user, DeviceId device) {
        return indexOf(sessions.getOrDefault(user, NONE), device) >= 0;
    }

    /** How many users have a device that is being registered. */
    int arriving() {
        return arriving.size();
    }

    int count() {
        return count.get();
    }

    List<SessionCore> all() {
        List<SessionCore> all = new ArrayList<>();
        sessions.values().forEach(some -> all.addAll(Arrays.asList(some)));
        return all;
    }

    private static SessionCore[] with(SessionCore[] before, SessionCore session) {
        SessionCore[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = session;
        return after;
    }

    /** The same array when the session is not in it; nothing when no other is. */
    private static SessionCore @Nullable [] without(SessionCore[] before, SessionCore session) {
        List<SessionCore> after = new ArrayList<>(Arrays.asList(before));
        if (!after.remove(session)) {
            return before;
        }
        return after.isEmpty() ? null : after.toArray(NONE);
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
