package dev.parley.core.internal.timer;

import dev.parley.core.host.FailureListener;
import dev.parley.core.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Timers for very many things that rarely fire: a hashed wheel (Varghese and Lauck, 1987) on one task of the scheduler,
 * which runs only while a timer waits. Time is counted in ticks of that task and not on the clock, so a clock that steps
 * makes nobody time out; ticks come late under load, never early. A timer costs one small object and no cancelling: its
 * owner looks when it fires whether it still matters. Thread-safe; timers run on the engine's executor.
 */
public final class TimerWheel {

    private static final int SLOTS = 256;

    /** One thing to do later; it waits in one wheel at a time and may be scheduled again once it ran. */
    public abstract static class Timer implements Runnable {
        private long due;
        private @Nullable Timer next;

        /** A timer that does not wait yet; what it runs is short. */
        protected Timer() {}

        /**
         * A timer that does not wait yet.
         *
         * @param task what to do; short
         * @return the timer
         */
        public static Timer of(Runnable task) {
            return new Timer() {
                @Override
                public void run() {
                    task.run();
                }
            };
        }
    }

    private final Scheduler scheduler;
    private final Duration tick;
    private final FailureListener failures;
    /** Stacks of timers, linked through themselves. */
    private final AtomicReferenceArray<@Nullable Timer> slots = new AtomicReferenceArray<>(SLOTS);

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long now;

    /**
     * A wheel with no timers.
     *
     * @param scheduler turns it
     * @param tick how exact it is
     * @param failures hears of timers that throw
     */
    public TimerWheel(Scheduler scheduler, Duration tick, FailureListener failures) {
        this.scheduler = scheduler;
        this.tick = tick;
        this.failures = failures;
    }

    /**
     * The tick for durations of which this is the shortest: a twentieth of it, between 5 and 500 ms.
     *
     * @param shortest the shortest duration that matters
     * @return the tick
     */
    public static Duration tickFor(Duration shortest) {
        return Duration.ofMillis(Math.max(5, Math.min(500, shortest.toMillis() / 20)));
    }

    /**
     * How far the wheel has turned. It stands still while no timer waits.
     *
     * @return in ticks
     */
    public long now() {
        return now;
    }

    /**
     * Converts a duration.
     *
     * @param duration any
     * @return in ticks, rounded up, at least 1
     */
    public long ticks(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        return Math.max(1, (millis + tick.toMillis() - 1) / tick.toMillis());
    }

    /**
     * Runs a timer later.
     *
     * @param ticks how many ticks from now, at least 1
     * @param timer one that does not wait
     */
    public void schedule(long ticks, Timer timer) {
        timer.due = now + Math.max(1, ticks);
        push(timer);
        if (waiting.getAndIncrement() == 0) {
            scheduler.schedule(tick, this::turn);
        }
    }

    private void push(Timer timer) {
        int slot = (int) (timer.due & (SLOTS - 1));
        long due = timer.due;
        Timer head;
        do {
            head = slots.get(slot);
            timer.next = head;
        } while (!slots.compareAndSet(slot, head, timer));
        if (now >= due) {
            // The wheel passed this slot in between: without this the timer would wait a whole turn.
            Timer late = slots.getAndSet(slot, null);
            while (late != null) {
                Timer next = late.next;
                late.due = Math.max(late.due, now + 1);
                push(late);
                late = next;
            }
        }
    }

    private void turn() {
        long reached = now + 1;
        now = reached;
        int fired = 0;
        Timer timer = slots.getAndSet((int) (reached & (SLOTS - 1)), null);
        while (timer != null) {
            Timer next = timer.next;
            if (timer.due > reached) {
                push(timer);
            } else {
                fired++;
                run(timer);
            }
            timer = next;
        }
        // Counted down only now, so that a timer that schedules another does not start a second task.
        if (waiting.addAndGet(-fired) > 0) {
            scheduler.schedule(tick, this::turn);
        }
    }

    private void run(Timer timer) {
        try {
            timer.run();
        } catch (Throwable e) {
            failures.onFailure("timer", e);
        }
    }
}
