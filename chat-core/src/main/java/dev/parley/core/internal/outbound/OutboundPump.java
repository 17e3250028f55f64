package dev.parley.core.internal.outbound;

import dev.parley.core.internal.timer.TimerWheel;
import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.SessionConnection;

/**
 * Writes an {@link OutboundQueue} to its connection while that takes more, with one flush per turn, and notices when it
 * takes nothing for too long. Confined to the connection's executor.
 */
public final class OutboundPump {

    private final SessionConnection connection;
    private final OutboundQueue queue;
    private final TimerWheel wheel;
    private final long stuckTicks;
    private final Runnable stuck;
    private boolean pumping;
    private boolean again;
    private boolean parked;
    private boolean timed;
    private long parkedAt;

    public OutboundPump(
            SessionConnection connection, OutboundQueue queue, TimerWheel wheel, long stuckTicks, Runnable stuck) {
        this.connection = connection;
        this.queue = queue;
        this.wheel = wheel;
        this.stuckTicks = stuckTicks;
        this.stuck = stuck;
    }

    /** Writes what can be written. */
    public void pump() {
        if (pumping) {
            // The transport called back from within a write or flush.
            again = true;
            return;
        }
        pumping = true;
        try {
            do {
                again = false;
                turn();
            } while (again);
        } finally {
            pumping = false;
        }
    }

    private void turn() {
        boolean wrote = false;
        boolean full = false;
        while (!full) {
            if (!connection.writable()) {
                full = true;
            } else {
                EncodedFrame next = queue.poll();
                if (next == null) {
                    break;
                }
                connection.write(next);
                wrote = true;
            }
        }
        park(full && queue.park(), wrote);
        if (wrote) {
            connection.flush();
        }
    }

    private void park(boolean waits, boolean wrote) {
        if (waits && (!parked || wrote)) {
            parkedAt = wheel.now();
            if (!timed) {
                timed = true;
                watch(stuckTicks);
            }
        }
        parked = waits;
    }

    private void watch(long ticks) {
        wheel.schedule(ticks, new TimerWheel.Timer(() -> ConnectionThread.run(connection, this::check)));
    }

    private void check() {
        timed = false;
        long silent = wheel.now() - parkedAt;
        if (parked && silent >= stuckTicks) {
            stuck.run();
        } else if (parked) {
            timed = true;
            watch(stuckTicks - silent);
        }
    }

    /** Nothing is written any more, and nothing is missed. */
    public void close() {
        parked = false;
    }
}
