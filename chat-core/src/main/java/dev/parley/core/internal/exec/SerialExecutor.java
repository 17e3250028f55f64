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

    /** How many tasks a thread may be kept with that only brought one. */
    private static final int HERE = 100;

    private final Executor executor;
    private final Consumer<Throwable> failures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    /** The newest. */
    private Turn turn = new Turn();

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
        Turn mine;
        lock.lock();
        try {
            waiting.add(task);
            if (running) {
                return;
            }
            mine = begin();
        } finally {
            lock.unlock();
        }
        handOn(mine);
    }

    /**
     * Runs a task on this thread, after those that wait for the other executor, unless they are under way: then it runs
     * behind them, wherever that is. What comes meanwhile runs here as well, up to a bound.
     */
    void here(Runnable task) {
        Turn first;
        lock.lock();
        try {
            waiting.add(task);
            first = running ? turn : begin();
        } finally {
            lock.unlock();
        }
        first.run(HERE);
    }

    /** With the lock. */
    private Turn begin() {
        running = true;
        turn = new Turn();
        return turn;
    }

    /** Has the other executor run what waits; only whoever began a turn may ask for that. */
    private void handOn(Turn next) {
        try {
            executor.execute(next);
        } catch (Throwable e) {
            if (next.get()) {
                throw e; // from what ran in here, and no refusal
            }
            try {
                failures.accept(e);
            } finally {
                next.run();
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

    /** The turn behind one that ends before all has run. */
    private Turn another() {
        lock.lock();
        try {
            return begin();
        } finally {
            lock.unlock();
        }
    }

    /** Runs what waits, once, whoever comes first to do it: also when an executor both refuses it and runs it. */
    private final class Turn extends AtomicBoolean implements Runnable {

        private static final long serialVersionUID = 1;

        @Override
        public void run() {
            run(Integer.MAX_VALUE);
        }

        void run(int most) {
            if (!compareAndSet(false, true)) {
                return;
            }
            boolean more = true;
            try {
                for (int i = 0; i < most && more; i++) {
                    Runnable task = next();
                    if (task == null) {
                        more = false;
                    } else {
                        attempt(task);
                    }
                }
            } finally {
                if (more) { // too much for one turn, or a report that failed
                    handOn(another());
                }
            }
        }

        private void attempt(Runnable task) {
            try {
                task.run();
            } catch (Throwable e) {
                failures.accept(e);
            }
        }
    }
}
