package dev.parley.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PoolTest {

    @Test
    void whatIsGivenBackIsTakenAgain() {
        AtomicInteger made = new AtomicInteger();
        Pool<Integer> pool = new Pool<>(made::incrementAndGet);
        Integer first = pool.take();
        assertThat(pool.take()).isNotEqualTo(first);
        pool.give(first);
        assertThat(pool.take()).isEqualTo(first);
        assertThat(made).hasValue(2);
    }

    /** More threads than slots, so that they share some. */
    @Test
    void nothingIsTakenByTwoAtATime() throws InterruptedException {
        Pool<AtomicBoolean> pool = new Pool<>(AtomicBoolean::new);
        AtomicInteger shared = new AtomicInteger();
        Thread[] threads = new Thread[4 * Runtime.getRuntime().availableProcessors()];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int round = 0; round < 20_000; round++) {
                    AtomicBoolean used = pool.take();
                    if (!used.compareAndSet(false, true)) {
                        shared.incrementAndGet();
                    }
                    used.set(false);
                    pool.give(used);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shared).hasValue(0);
    }
}
