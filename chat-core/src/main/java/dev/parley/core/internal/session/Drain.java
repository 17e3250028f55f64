package dev.parley.core.internal.session;

import dev.parley.core.internal.discovery.Elsewhere;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** The end of all sessions, once. Thread-safe. */
final class Drain {

    /** Of the deadline, how much is left for closing. */
    private static final int CLOSING_PART = 4;

    private static final int LOOKS = 50;
    private static final long LEAST_SPREAD_MILLIS = 1_000;

    private final SessionContext context;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Drain(SessionContext context) {
        this.context = context;
    }

    CompletionStage<Void> begin(Duration deadline, Elsewhere elsewhere) {
        if (begun.compareAndSet(false, true)) {
            context.drain();
            Duration pause = Duration.ofMillis(Math.max(1, Math.min(50, deadline.toMillis() / LOOKS)));
            context.runtime.scheduler().schedule(deadline, () -> done.complete(null));
            AtomicBoolean late = new AtomicBoolean();
            context.runtime
                    .scheduler()
                    .schedule(deadline.minus(deadline.dividedBy(CLOSING_PART)), () -> late.set(true));
            goingAway(deadline, elsewhere);
            await(pause, late);
        }
        return done.copy();
    }

    private void goingAway(Duration deadline, Elsewhere elsewhere) {
        long spread = Math.max(LEAST_SPREAD_MILLIS, deadline.toMillis());
        for (SessionCore session : context.index.all()) {
            long delay = (long) (context.runtime.random().nextDouble() * spread);
            session.deliver(Delivery.of(new Event.GoingAway(delay, elsewhere.nodes())));
        }
        // Who only now says hello has nothing under way.
        context.greeting.forEach(session -> session.end(CloseCode.GOING_AWAY));
    }

    private void await(Duration pause, AtomicBoolean late) {
        List<SessionCore> busy = context.index.all();
        busy.removeIf(session -> session.underWay() == 0);
        if (busy.isEmpty() || late.get()) {
            context.index.all().forEach(session -> session.leave(CloseCode.GOING_AWAY));
            awaitClosed(pause);
        } else {
            context.runtime.scheduler().schedule(pause, () -> await(pause, late));
        }
    }

    private void awaitClosed(Duration pause) {
        if (context.index.count() == 0 && context.greeting.isEmpty()) {
            done.complete(null);
        } else if (!done.isDone()) {
            context.runtime.scheduler().schedule(pause, () -> awaitClosed(pause));
        }
    }
}
