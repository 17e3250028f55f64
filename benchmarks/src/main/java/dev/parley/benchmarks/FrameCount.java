package dev.parley.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts the frames that reached clients. Thread-safe; one thread waits at a time. */
final class FrameCount {

    private final AtomicLong value = new AtomicLong();
    private volatile long wanted = Long.MAX_VALUE;
    private volatile @Nullable Thread waiting;

    void add(int frames) {
        if (value.addAndGet(frames) >= wanted) {
            LockSupport.unpark(waiting);
        }
    }

    long value() {
        return value.get();
    }

    /** Waits for as many; a frame that is lost hangs the benchmark, which is better than a wrong figure. */
    void await(long frames) {
        waiting = Thread.currentThread();
        wanted = frames;
        while (value.get() < frames) {
            LockSupport.park(this);
        }
        wanted = Long.MAX_VALUE;
    }
}
