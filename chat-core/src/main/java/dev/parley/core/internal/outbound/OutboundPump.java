package dev.parley.core.internal.outbound;

import dev.parley.core.internal.timer.TimerWheel;
import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.SessionConnection;

/**
 * Writes an {@link OutboundQueue} to its connection while that takes more, with one flush per turn, and notices when it
 * takes nothing for too long. Confined to the connection's executor.
 */
public final class OutboundPump {

    /** How long a client may take nothing, and what becomes of it then. Confined to the connection's executor. */
    public interface Patience {

        /** What counts the time. */
        TimerWheel wheel();

        /** How long, in ticks. */
        long stuckTicks();

        /** It took nothing for so long. */
        void stuck();
    }

    private final SessionConnection connection;
    private final OutboundQueue queue;
    private final Patience patience;
    private boolean pumping;
    private boolean again;
    private boolean parked;
    private boolean timed;
    private long parkedAt;

    public OutboundPump(SessionConnection connection, OutboundQueue queue, Patience patience) {
        this.connection = connection;
        this.queue = queue;
        this.patience = patience;
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
            parkedAt = patience.wheel().now();
            if (!timed) {
                timed = true;
                watch(patience.stuckTicks());
            }
        }
        parked = waits;
    }

    private void watch(long ticks) {
        patience.wheel().schedule(ticks, TimerWheel.Timer.of(() -> ConnectionThread.run(connection, this::check)));
    }

    private void check() {
        timed = false;
        long silent = patience.wheel().now() - parkedAt;
        if (parked && silent >= patience.stuckTicks()) {
            patience.stuck();
        } else if (parked) {
            timed = true;
            watch(patience.stuckTicks() - silent);
        }
    }

    /** Nothing is written any more, and nothing is missed. */
    public void close() {
        parked = false;
    }
}
