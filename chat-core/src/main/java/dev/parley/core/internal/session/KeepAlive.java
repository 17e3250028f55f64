package dev.parley.core.internal.session;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.timer.TimerWheel;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Event;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times of one session: hello in time, a ping every so often, no silence for twice as long, no longer than the token
 * lasts. One timer at a time on the registry's wheel. Confined to the connection's executor.
 */
final class KeepAlive {

    private static final Delivery PING = Delivery.of(new Event.Ping());

    private final SessionCore session;
    private final SessionContext context;
    private final TimerWheel wheel;
    private final long pingTicks;
    private final TimerWheel.Timer timer;
    private long heardAt;
    private long nextPing;
    private @Nullable Instant expiresAt;

    KeepAlive(SessionCore session, SessionContext context) {
        this.session = session;
        this.context = context;
        this.wheel = context.wheel;
        this.pingTicks = wheel.ticks(context.options().ping());
        this.timer = new TimerWheel.Timer(() -> session.onExecutor(this::check));
    }

    /** Waits for the hello, then as long again for its being checked. */
    void awaitHello(long acceptedAtMillis) {
        Duration timeout = context.options().helloTimeout();
        long waited = context.runtime.clock().millis() - acceptedAtMillis;
        // Clamped: the clock may have stepped since.
        long left = Math.max(0, Math.min(timeout.toMillis(), timeout.toMillis() - waited));
        long again = wheel.ticks(timeout);
        wheel.schedule(
                wheel.ticks(Duration.ofMillis(left)),
                new TimerWheel.Timer(() -> session.onExecutor(() -> {
                    if (session.awaitsHello()) {
                        session.close(CloseCode.HELLO_TIMEOUT, "no hello in time");
                    } else if (session.greets()) {
                        wheel.schedule(again, new TimerWheel.Timer(() -> session.onExecutor(session::helloUnanswered)));
                    }
                })));
    }

    void opened(@Nullable Instant tokenExpiresAt) {
        expiresAt = tokenExpiresAt;
        heardAt = wheel.now();
        // The first one comes earlier, so that sessions which opened together do not ping together.
        nextPing = heardAt + pingTicks - (long) (context.runtime.random().nextDouble() * pingTicks / 2);
        again();
    }

    void heard() {
        heardAt = wheel.now();
    }

    private void check() {
        if (!session.open()) {
            return;
        }
        long now = wheel.now();
        if (expiresAt != null && !context.runtime.clock().instant().isBefore(expiresAt)) {
            session.close(CloseCode.TOKEN_EXPIRED, "the token expired");
        } else if (now - heardAt >= 2 * pingTicks) {
            session.close(CloseCode.PING_TIMEOUT, "nothing heard for too long");
        } else {
            if (now >= nextPing) {
                session.deliver(PING);
                nextPing = now + pingTicks;
            }
            again();
        }
    }

    private void again() {
        long next = Math.min(nextPing, heardAt + 2 * pingTicks) - wheel.now();
        if (expiresAt != null) {
            // A clock that steps is noticed with the next ping at the latest.
            Duration left = Duration.between(context.runtime.clock().instant(), expiresAt);
            next = Math.min(next, wheel.ticks(left));
        }
        wheel.schedule(next, timer);
    }
}
