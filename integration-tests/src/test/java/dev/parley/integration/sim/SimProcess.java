package dev.parley.integration.sim;

import dev.parley.core.runtime.Scheduler;
import dev.parley.testkit.runtime.FakeRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * One life of a node: what it does stops for good when it is killed, and for a while when it is paused. Confined to the
 * test's thread.
 */
final class SimProcess implements Executor, Scheduler {

    private final FakeRuntime runtime;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean paused;
    private boolean dead;

    SimProcess(FakeRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void execute(Runnable task) {
        runtime.executor().execute(() -> run(task));
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
        return runtime.scheduler().schedule(delay, () -> run(task));
    }

    boolean dead() {
        return dead;
    }

    boolean paused() {
        return paused;
    }

    void kill() {
        dead = true;
        held.clear();
    }

    void pause() {
        paused = true;
    }

    /** Goes on where it stopped, as if no time had passed. */
    void resume() {
        paused = false;
        for (int waiting = held.size(); waiting > 0; waiting--) {
            execute(held.remove());
        }
    }

    private void run(Runnable task) {
        if (paused && !dead) {
            held.add(task);
        } else if (!dead) {
            task.run();
        }
    }
}
