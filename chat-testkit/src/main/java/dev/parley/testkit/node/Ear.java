package dev.parley.testkit.node;

import static dev.parley.testkit.internal.Stages.await;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Keeps what one node hears. Thread-safe. */
final class Ear implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SAY_AGAIN = Duration.ofMillis(200);

    private final NodeId node;
    private final List<byte[]> heard = new CopyOnWriteArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private final AutoCloseable listening;

    Ear(NodeBus bus, NodeId node) {
        this.node = node;
        listening = bus.listen(node, new NodeBus.Listener() {
            @Override
            public void frame(byte[] frame) {
                heard.add(frame);
                news.release();
            }

            @Override
            public void interrupted() {
                news.release(); // what was sent may be lost: sooner said again
            }
        });
    }

    boolean heard(byte[] frame) {
        return heard.stream().anyMatch(each -> Arrays.equals(each, frame));
    }

    /** Has a frame sent until it is heard; fails after a time in which that must have happened. */
    void hears(NodeBus sender, byte[] frame) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!heard(frame)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("a frame of " + frame.length + " bytes was not heard within " + PATIENCE
                        + ", but " + heard.size() + " others");
            }
            await(sender.send(node, frame));
            long again = System.nanoTime() + SAY_AGAIN.toNanos();
            while (!heard(frame) && System.nanoTime() - again < 0) {
                // Woken by each frame, and now and then in case that it came in between.
                if (news.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (Exception e) {
            throw new AssertionError("a subscription did not close", e);
        }
    }
}
