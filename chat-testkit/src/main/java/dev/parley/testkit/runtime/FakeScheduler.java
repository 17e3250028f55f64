package dev.parley.testkit.runtime;

import dev.parley.core.runtime.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands tasks to an executor when virtual time reaches them: earlier ones first, equal ones in the order in which they
 * were scheduled. Its time only passes forwards, whatever any clock shows. Thread-safe.
 */
public final class FakeScheduler implements Scheduler {

    private record Due(Duration at, long number, Runnable task) {}

    private static final Comparator<Due> ORDER = Comparator.comparing(Due::at).thenComparingLong(Due::number);

    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Due> scheduled = new PriorityQueue<>(ORDER);
    private Duration now = Duration.ZERO;
    private long count;

    /**
     * Makes a scheduler at time zero.
     *
     * @param executor runs what is due
     */
    public FakeScheduler(Executor executor) {
        this.executor = executor;
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
        lock.lock();
        try {
            Due due = new Due(now.plus(delay.isNegative() ? Duration.ZERO : delay), count++, task);
            scheduled.add(due);
            return () -> cancel(due);
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Due due) {
        lock.lock();
        try {
            scheduled.remove(due);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How long until the next task is due.
     *
     * @return zero when one is due now, empty when nothing is scheduled
     */
    public Optional<Duration> untilNext() {
        lock.lock();
        try {
            return Optional.ofNullable(scheduled.peek()).map(due -> due.at().minus(now));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets time pass, and hands what is due by then to the executor, without running it.
     *
     * @param step how long, zero or more
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("step: " + step + " (expected: zero or more)");
        }
        lock.lock();
        try {
            now = now.plus(step);
            for (Due due = scheduled.peek(); due != null && due.at().compareTo(now) <= 0; due = scheduled.peek()) {
                scheduled.remove();
                executor.execute(due.task());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many tasks are scheduled.
     *
     * @return 0 when time brings nothing
     */
    public int waiting() {
        lock.lock();
        try {
            return scheduled.size();
        } finally {
            lock.unlock();
        }
    }
}
