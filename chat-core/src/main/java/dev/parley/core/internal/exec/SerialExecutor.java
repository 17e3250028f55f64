package dev.parley.core.internal.exec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in order, on another executor. Whatever a task throws, errors of the JVM too, is reported and
 * stops none of the others. When the other executor refuses, that is reported as well, and the tasks run on the thread
 * that brought them: nobody would ever wake those who wait for them. Thread-safe.
 */
public final class SerialExecutor implements Executor {

    private final Executor executor;
    private final Consumer<Throwable> failures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /**
     * Makes a serial executor.
     *
     * @param executor where the tasks run
     * @param failures hears of what tasks throw, and of refusals; what it throws itself goes to the thread it was called
     *     on, after the tasks behind were handed on
     */
    public SerialExecutor(Executor executor, Consumer<Throwable> failures) {
        this.executor = executor;
        this.failures = failures;
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        handOn();
    }

    /** Has the other executor run what waits; only whoever set {@code running} may ask for that. */
    private void handOn() {
        Turn turn = new Turn();
        try {
            executor.execute(turn);
        } catch (Throwable e) {
            if (turn.taken.get()) {
                throw e; // from what ran in here, and no refusal
            }
            try {
                failures.accept(e);
            } finally {
                turn.run();
            }
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = waiting.poll();
            if (task == null) {
                running = false;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Runs all that waits, once, also when an executor both refuses it and runs it. */
    private final class Turn implements Runnable {

        private final AtomicBoolean taken = new AtomicBoolean();

        @Override
        public void run() {
            if (!taken.compareAndSet(false, true)) {
                return;
            }
            boolean finished = false;
            try {
                for (Runnable task = next(); task != null; task = next()) {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        failures.accept(e);
                    }
                }
                finished = true;
            } finally {
                if (!finished) {
                    handOn();
                }
            }
        }
    }
}
