package dev.parley.testkit.runtime;

import dev.parley.core.runtime.ChatRuntime;
import java.time.Duration;
import java.util.Random;

/**
 * A runtime in one thread, on virtual time, from a seed: the same test does the same every time.
 *
 * <p>{@link #runAll} does what there is to do now; {@link #advance} lets time pass, and does everything at its time. The
 * clock moves with it, and may be moved alone too, as a server's clock is. Confined to one thread: the test's.
 */
public final class FakeRuntime {

    private final FakeClock clock = new FakeClock();
    private final ManualExecutor executor = new ManualExecutor();
    private final FakeScheduler scheduler = new FakeScheduler(executor);
    private final ChatRuntime runtime;

    /**
     * Makes a runtime with nothing to do.
     *
     * @param seed of its random numbers
     */
    public FakeRuntime(long seed) {
        runtime = new ChatRuntime(clock, executor, scheduler, new Random(seed));
    }

    /**
     * What an engine is given.
     *
     * @return clock, executor, scheduler and random
     */
    public ChatRuntime runtime() {
        return runtime;
    }

    /**
     * The clock.
     *
     * @return the clock that the engine sees
     */
    public FakeClock clock() {
        return clock;
    }

    /**
     * The executor.
     *
     * @return the executor that the engine gives its work to
     */
    public ManualExecutor executor() {
        return executor;
    }

    /**
     * The scheduler.
     *
     * @return the scheduler that the engine gives its later work to
     */
    public FakeScheduler scheduler() {
        return scheduler;
    }

    /** Runs everything that is due now. */
    public void runAll() {
        advance(Duration.ZERO);
    }

    /**
     * Lets time pass. Tasks run at their time, one moment after the other, with the clock showing it.
     *
     * @param step how long, zero or more
     */
    public void advance(Duration step) {
        Duration left = step;
        executor.runAll();
        while (true) {
            Duration next = scheduler.untilNext().orElse(left);
            if (next.compareTo(left) > 0) {
                next = left;
            }
            clock.advance(next);
            scheduler.advance(next);
            left = left.minus(next);
            if (executor.runAll() == 0 && left.isZero()) {
                return;
            }
        }
    }
}
