package dev.parley.core.internal.session;

import dev.parley.core.AdmissionOptions;
import dev.parley.core.runtime.ChatRuntime;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients in, a few at a time: bounds the hellos and first syncs that are under way at once. The others wait in the
 * order they came, first syncs before hellos: whoever is welcome is soon up to date, and a first sync needs no bound of its
 * own, since only a hello that was let in makes one. Thread-safe.
 */
final class Admission {

    /** What one who enters does. */
    enum Entered {
        /** It is its turn: begin. */
        NOW,
        /** Nothing: its task runs when it is its turn. */
        LATER,
        /** Come back another time: too many wait. */
        REFUSED
    }

    /** One hello or first sync: it enters once and leaves once. Thread-safe. */
    final class Place {

        private final boolean sync;
        private final Runnable turn;

        private Place(boolean sync, Runnable turn) {
            this.sync = sync;
            this.turn = turn;
        }

        Entered enter() {
            synchronized (Admission.this) {
                if (underWay.size() < options.underWay()) {
                    underWay.add(this);
                    return Entered.NOW;
                }
                if (!sync && hellos.size() >= options.waiting()) {
                    return Entered.REFUSED;
                }
                (sync ? syncs : hellos).add(this);
                return Entered.LATER;
            }
        }

        /** Makes room for the next. Does nothing when it has left before. */
        void leave() {
            Place next;
            synchronized (Admission.this) {
                boolean waited = hellos.remove(this) || syncs.remove(this);
                if (waited || !underWay.remove(this)) {
                    return;
                }
                next = next();
            }
            if (next != null) {
                next.turn.run();
            }
        }
    }

    private final AdmissionOptions options;
    private final ChatRuntime runtime;
    private final Set<Place> underWay = new LinkedHashSet<>();
    private final Set<Place> syncs = new LinkedHashSet<>();
    private final Set<Place> hellos = new LinkedHashSet<>();

    Admission(AdmissionOptions options, ChatRuntime runtime) {
        this.options = options;
        this.runtime = runtime;
    }

    /** A hello's place. If it waits, its task runs once, on a thread that leaves; it must not block. */
    Place hello(Runnable turn) {
        return new Place(false, turn);
    }

    /** The same for a first sync, which is never refused. */
    Place firstSync(Runnable turn) {
        return new Place(true, turn);
    }

    /** When to come back, for one who found no room: not all at the same time. */
    Duration retryAfter() {
        double part = 0.5 + runtime.random().nextDouble();
        return Duration.ofMillis(Math.max(1, (long) (options.retryAfter().toMillis() * part)));
    }

    private @Nullable Place next() {
        Iterator<Place> waiting = (syncs.isEmpty() ? hellos : syncs).iterator();
        if (!waiting.hasNext()) {
            return null;
        }
        Place next = waiting.next();
        waiting.remove();
        underWay.add(next);
        return next;
    }
}
