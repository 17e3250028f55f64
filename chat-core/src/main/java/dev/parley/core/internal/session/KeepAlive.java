package dev.parley.core.internal.session;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.outbound.OutboundPump;
import dev.parley.core.internal.timer.TimerWheel;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Event;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times of one session: hello in time, a ping every so often, no silence for twice as long, no longer than the token
 * lasts; and no longer with nothing taken than a client may be stuck. It is its own timer on the registry's wheel, of which
 * one waits at a time. Confined to the connection's executor, but for the wheel's call.
 */
final class KeepAlive extends TimerWheel.Timer implements OutboundPump.Patience {

    private static final Delivery PING = Delivery.of(new Event.Ping());

    private final SessionCore session;
    private final SessionContext context;
    private long heardAt;
    private long nextPing;
    private @Nullable Instant expiresAt;

    KeepAlive(SessionCore session, SessionContext context) {
        this.session = session;
        this.context = context;
    }

    /** Waits for the hello, then as long again for its being checked. */
    void awaitHello(long acceptedAtMillis) {
        Duration timeout = context.options().helloTimeout();
        long waited = context.runtime.clock().millis() - acceptedAtMillis;
        // Clamped: the clock may have stepped since.
        long left = Math.max(0, Math.min(timeout.toMillis(), timeout.toMillis() - waited));
        TimerWheel wheel = wheel();
        wheel.schedule(wheel.ticks(Duration.ofMillis(left)), new HelloTimer(session, wheel, wheel.ticks(timeout)));
    }

    void opened(@Nullable Instant tokenExpiresAt) {
        expiresAt = tokenExpiresAt;
        heardAt = wheel().now();
        long pingTicks = context.pingTicks;
        // The first one comes earlier, so that sessions which opened together do not ping together.
        nextPing = heardAt + pingTicks - (long) (context.runtime.random().nextDouble() * pingTicks / 2);
        again();
    }

    void heard() {
        heardAt = wheel().now();
    }

    @Override
    public void run() {
        session.onExecutor(this::check);
    }

    private void check() {
        if (!session.open()) {
            return;
        }
        long now = wheel().now();
        long pingTicks = context.pingTicks;
        if (expiresAt != null && !context.runtime.clock().instant().isBefore(expiresAt)) {
            session.close(CloseCode.TOKEN_EXPIRED, "the token expired");
        } else if (now - heardAt >= 2 * pingTicks) {
            session.close(CloseCode.PING_TIMEOUT, "nothing heard for too long");
        } else {
            if (now >= nextPing) {
                session.deliver(PING);
                nextPing = now + pingTicks;
                session.rests();
            }
            again();
        }
    }

    private void again() {
        TimerWheel wheel = wheel();
        long next = Math.min(nextPing, heardAt + 2 * context.pingTicks) - wheel.now();
        if (expiresAt != null) {
            // A clock that steps is noticed with the next ping at the latest.
            Duration left = Duration.between(context.runtime.clock().instant(), expiresAt);
            next = Math.min(next, wheel.ticks(left));
        }
        wheel.schedule(next, this);
    }

    @Override
    public TimerWheel wheel() {
        return context.wheel;
    }

    @Override
    public long stuckTicks() {
        return context.stuckTicks;
    }

    @Override
    public void stuck() {
        session.close(CloseCode.SLOW_CONSUMER, "nothing could be written for too long");
    }

    /** Waits for the hello, then as long again for its being checked; let go once it fired. */
    private static final class HelloTimer extends TimerWheel.Timer {

        private final SessionCore session;
        private final TimerWheel wheel;
        private final long again;
        private boolean said;

        HelloTimer(SessionCore session, TimerWheel wheel, long again) {
            this.session = session;
            this.wheel = wheel;
            this.again = again;
        }

        @Override
        public void run() {
            session.onExecutor(this::check);
        }

        private void check() {
            if (said) {
                session.helloUnanswered();
            } else if (session.awaitsHello()) {
                session.close(CloseCode.HELLO_TIMEOUT, "no hello in time");
            } else if (session.greets()) {
                said = true;
                wheel.schedule(again, this);
            }
        }
    }
}
