package dev.parley.presence.redis.internal.bus;

import dev.parley.core.spi.node.NodeBus;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames that wait for one listener, and the thread that calls it, so that nothing that a listener does holds up what reads
 * from Redis. What there is no room for is lost, and the listener hears of that before it hears a later frame. Thread-safe.
 */
final class Inbox implements AutoCloseable {

    /** How many frames wait at most. */
    static final int MOST_FRAMES = 10_000;

    /** How many bytes of them wait at most, and one frame. */
    static final long MOST_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** Wakes the thread when there is something else to do. */
    private static final byte[] NOTHING = {};

    private final NodeBus.Listener listener;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean missed = new AtomicBoolean();
    private volatile boolean closed;

    Inbox(NodeBus.Listener listener, String name) {
        this.listener = listener;
        Thread thread = new Thread(this::deliver, "parley-redis-bus-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A frame arrived. */
    void offer(byte[] frame) {
        if (waiting.size() >= MOST_FRAMES || bytes.get() >= MOST_BYTES) {
            missed();
            return;
        }
        bytes.addAndGet(frame.length);
        waiting.add(frame);
    }

    /** Frames may have been lost before those that are offered from now on. */
    void missed() {
        if (!missed.getAndSet(true)) {
            waiting.add(NOTHING);
        }
    }

    private void deliver() {
        while (!closed) {
            byte[] next;
            try {
                next = waiting.take();
            } catch (InterruptedException e) {
                // Nobody who knows this thread interrupts it; what a listener left behind is no reason to end.
                continue;
            }
            bytes.addAndGet(-next.length);
            if (missed.getAndSet(false)) {
                guarded(listener::interrupted);
            }
            if (next.length > 0) {
                guarded(() -> listener.frame(next));
            }
        }
    }

    private void guarded(Runnable call) {
        if (closed) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener of the bus failed", e);
        }
    }

    /** The listener is not called any more, but for a call that is under way. */
    @Override
    public void close() {
        closed = true;
        waiting.add(NOTHING);
    }
}
