package dev.parley.testkit.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Keeps tasks until a test runs them, in the order in which they came. What a task throws, the test gets. Thread-safe;
 * tasks run on the thread that asks for it.
 */
public final class ManualExecutor implements Executor {

    /** So many tasks in one go mean that each makes the next, for ever. */
    private static final int RUNAWAY = 10_000_000;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Makes an executor without tasks. */
    public ManualExecutor() {}

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /**
     * Runs the oldest task.
     *
     * @return false when there was none
     */
    public boolean runNext() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    /**
     * Runs all tasks, and those that they make, until none is left.
     *
     * @return how many ran
     */
    public int runAll() {
        int ran = 0;
        while (runNext()) {
            ran++;
            if (ran == RUNAWAY) {
                throw new AssertionError("tasks make new tasks without an end");
            }
        }
        return ran;
    }

    /**
     * How many tasks wait.
     *
     * @return 0 when there is nothing to run
     */
    public int waiting() {
        return tasks.size();
    }
}
