package dev.parley.core.internal.session;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.fanout.Followers;
import dev.parley.core.internal.fanout.LocalSessions;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import java.time.Instant;
import java.util.ArrayList;
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

    /** The sessions of one user, in the order they came: mostly one, which then stands for itself. Immutable. */
    sealed interface OfUser permits SessionCore, Several {}

    /** Two or more. Immutable. */
    private record Several(List<SessionCore> all) implements OfUser {}

    private final ConcurrentHashMap<UserId, OfUser> sessions = new ConcurrentHashMap<>();
    /** Those whose device is being registered: who revokes it meanwhile has to find them, too (G11). */
    private final ConcurrentHashMap<UserId, OfUser> arriving = new ConcurrentHashMap<>();

    private final AtomicInteger count = new AtomicInteger();
    private final Followers followers = new Followers();

    /** No session is open yet. */
    public SessionIndex() {}

    @Override
    public void deliver(Collection<UserId> users, Delivery delivery) {
        for (UserId user : users) {
            OfUser some = sessions.get(user);
            if (some != null) {
                for (int i = 0; i < count(some); i++) {
                    at(some, i).deliver(delivery);
                }
            }
        }
    }

    @Override
    public Followers followers() {
        return followers;
    }

    @Override
    public boolean connected(UserId user) {
        return sessions.containsKey(user);
    }

    @Override
    public void end(UserId user, DeviceId device, CloseCode why) {
        // In this order: whoever arrives is in the one before it leaves the other.
        for (SessionCore session : of(arriving, user)) {
            if (session.device().equals(device)) {
                session.end(why);
            }
        }
        for (SessionCore session : of(sessions, user)) {
            if (session.device().equals(device) && remove(user, session)) {
                // Out of the index at once, and mute: nothing reaches it while its close is on the way (G11).
                session.end(why);
            }
        }
    }

    @Override
    public void displace(UserId user, DeviceId device, Instant registered) {
        // In the same order, for the same reason.
        for (SessionCore session : of(arriving, user)) {
            if (session.device().equals(device)) {
                session.outdated(registered);
            }
        }
        for (SessionCore session : of(sessions, user)) {
            if (session.device().equals(device) && session.registered().isBefore(registered) && remove(user, session)) {
                session.end(CloseCode.DISPLACED);
            }
        }
    }

    /** Notes a session before its device is registered, so that nothing that ends the device misses it. */
    void arrives(UserId user, SessionCore session) {
        arriving.compute(user, (key, before) -> before == null ? session : with(before, session));
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
            if (known == null) {
                return session; // every user may have one
            }
            int same = indexOf(known, session.device());
            if (same >= 0 && at(known, same).registered().isAfter(session.registered())) {
                displaced[0] = session;
                return known;
            }
            if (same >= 0) {
                displaced[0] = at(known, same);
                List<SessionCore> after = list(known);
                after.set(same, session);
                return of(after);
            }
            if (count(known) >= perUser) {
                room[0] = false;
                return known;
            }
            return with(known, session);
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
            OfUser after = without(before, session);
            removed[0] = after != before;
            return after;
        });
        if (removed[0]) {
            count.decrementAndGet();
        }
        return removed[0];
    }

    boolean connected(UserId user, DeviceId device) {
        OfUser some = sessions.get(user);
        return some != null && indexOf(some, device) >= 0;
    }

    /** How many users have a device that is being registered. */
    int arriving() {
        return arriving.size();
    }

    /**
     * How many there are.
     *
     * @return sessions that said hello
     */
    public int count() {
        return count.get();
    }

    List<SessionCore> all() {
        List<SessionCore> all = new ArrayList<>();
        sessions.values().forEach(some -> all.addAll(list(some)));
        return all;
    }

    List<SessionCore> of(Collection<UserId> users) {
        List<SessionCore> all = new ArrayList<>();
        users.forEach(user -> all.addAll(of(sessions, user)));
        return all;
    }

    private static List<SessionCore> of(ConcurrentHashMap<UserId, OfUser> where, UserId user) {
        OfUser some = where.get(user);
        return some == null ? List.of() : list(some);
    }

    private static int count(OfUser some) {
        return some instanceof Several several ? several.all().size() : 1;
    }

    private static SessionCore at(OfUser some, int index) {
        return some instanceof Several several ? several.all().get(index) : (SessionCore) some;
    }

    /** All of them, to be changed. */
    private static List<SessionCore> list(OfUser some) {
        List<SessionCore> all = new ArrayList<>(count(some) + 1);
        for (int i = 0; i < count(some); i++) {
            all.add(at(some, i));
        }
        return all;
    }

    private static OfUser of(List<SessionCore> some) {
        return some.size() == 1 ? some.get(0) : new Several(List.copyOf(some));
    }

    private static OfUser with(OfUser before, SessionCore session) {
        List<SessionCore> after = list(before);
        after.add(session);
        return of(after);
    }

    /** The same when the session is not among them; nothing when no other is. */
    private static @Nullable OfUser without(OfUser before, SessionCore session) {
        List<SessionCore> after = list(before);
        if (!after.remove(session)) {
            return before;
        }
        return after.isEmpty() ? null : of(after);
    }

    private static int indexOf(OfUser some, DeviceId device) {
        for (int i = 0; i < count(some); i++) {
            if (at(some, i).device().equals(device)) {
                return i;
            }
        }
        return -1;
    }
}
