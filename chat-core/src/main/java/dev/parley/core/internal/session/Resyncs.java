package dev.parley.core.internal.session;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has sessions ask for what it may have missed, spread over some time by chance, so that the store is not asked by all at
 * once. What is missed while a round is under way is made up for by another one. Thread-safe.
 */
final class Resyncs {

    /** How long a round takes at least. */
    private static final Duration ROUND = Duration.ofSeconds(3);

    /** How many sessions a second are told at most. */
    private static final int PER_SECOND = 2_000;

    private static final int SLICES = 30;

    private enum State {
        RESTS,
        GOES_ROUND,
        GOES_ROUND_AGAIN
    }

    private final SessionContext context;
    private final AtomicReference<State> state = new AtomicReference<>(State.RESTS);

    Resyncs(SessionContext context) {
        this.context = context;
    }

    /** Something may have been missed by now. */
    void begin() {
        State before = state.getAndUpdate(was -> was == State.RESTS ? State.GOES_ROUND : State.GOES_ROUND_AGAIN);
        if (before == State.RESTS) {
            round();
        }
    }

    /** Some users may have missed something by now. */
    void begin(Collection<UserId> users) {
        spread(context.index.of(users), () -> {});
    }

    private void round() {
        spread(context.index.all(), () -> {
            if (!state.compareAndSet(State.GOES_ROUND, State.RESTS)) {
                state.set(State.GOES_ROUND);
                round();
            }
        });
    }

    private void spread(List<SessionCore> sessions, Runnable end) {
        List<List<SessionCore>> slices = new ArrayList<>(SLICES);
        for (int i = 0; i < SLICES; i++) {
            slices.add(new ArrayList<>());
        }
        for (SessionCore session : sessions) {
            slices.get((int) (context.runtime.random().nextDouble() * SLICES)).add(session);
        }
        Duration paced = Duration.ofMillis(1_000L * sessions.size() / PER_SECOND);
        tell(slices, 0, (paced.compareTo(ROUND) > 0 ? paced : ROUND).dividedBy(SLICES), end);
    }

    private void tell(List<List<SessionCore>> slices, int slice, Duration apart, Runnable end) {
        if (slice < SLICES) {
            Delivery resync = Delivery.of(new Event.Resync());
            slices.get(slice).forEach(session -> session.deliver(resync));
            context.runtime.scheduler().schedule(apart, () -> tell(slices, slice + 1, apart, end));
        } else {
            end.run();
        }
    }
}
