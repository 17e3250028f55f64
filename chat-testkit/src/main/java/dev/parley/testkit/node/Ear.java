package dev.parley.testkit.node;

import static dev.parley.testkit.internal.Stages.await;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Keeps what one node hears. Thread-safe. */
final class Ear implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SAY_AGAIN = Duration.ofMillis(200);

    private final List<NodeSignal> heard = new CopyOnWriteArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private final AutoCloseable listening;

    Ear(NodeBus node) {
        listening = node.listen(signal -> {
            heard.add(signal);
            news.release();
        });
    }

    List<NodeSignal> heard() {
        return heard;
    }

    /** Has a signal said until it is heard; fails after a time in which that must have happened. */
    void hears(NodeBus sender, NodeSignal signal) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!heard.contains(signal)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(signal + " was not heard within " + PATIENCE + ", but " + heard);
            }
            await(sender.publish(signal));
            long again = System.nanoTime() + SAY_AGAIN.toNanos();
            while (!heard.contains(signal) && System.nanoTime() - again < 0) {
                // Woken by each signal, and now and then in case that it came in between.
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
