package dev.parley.store.rocksdb.internal.db;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The one thread that writes. What came while it forced the last group to the disk is the next one: judged in order, each
 * write seeing those before it, written as one batch, forced to the disk, and only then answered. So there are no locks,
 * and the more there is to do, the less of it each forcing costs. Thread-safe.
 */
final class Committer implements AutoCloseable {

    /** Beyond this size a group is written before the rest is judged, so that no one waits for megabytes of others. */
    private static final int LARGE = 4 << 20;

    /** How long a database that failed is left alone before it is tried again. */
    private static final long PAUSE_NANOS = 500_000_000;

    /** Gives the database back after a write failed. */
    @FunctionalInterface
    interface Recovery {
        /** Returns a database that takes writes; fails when there is none yet. */
        Opened recover(RocksDBException cause) throws RocksDBException;
    }

    private static final class Task<T> {

        private final @Nullable Write<T> write;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable Supplier<T> outcome;

        Task(@Nullable Write<T> write) {
            this.write = write;
        }

        void judge(Group group) {
            if (write != null) {
                outcome = write.judge(group);
            }
        }

        void succeed() {
            if (outcome == null) {
                return;
            }
            try {
                answer.complete(outcome.get());
            } catch (Throwable e) {
                answer.completeExceptionally(
                        new ChatException(ErrorCode.OUTCOME_UNKNOWN, "written, but not told what: " + e, e));
            }
        }

        void fail(Throwable failure) {
            answer.completeExceptionally(Failures.ours(failure));
        }

        boolean isOver() {
            return answer.isDone();
        }
    }

    private final Task<?> end = new Task<>(null);
    private final BlockingQueue<Task<?>> queue;
    private final int most;
    private final Group group;
    private final Recovery recovery;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean ended;

    /** Why the last write failed, so that what is in the log is not known; set by the committer. */
    private volatile @Nullable RocksDBException doubt;

    private long doubtedAt;

    Committer(Group group, Recovery recovery, int queueCapacity) {
        this.group = group;
        this.recovery = recovery;
        most = queueCapacity;
        queue = new ArrayBlockingQueue<>(queueCapacity);
        thread = new Thread(this::run, "parley-rocksdb-commit");
        thread.setDaemon(true);
    }

    Committer start() {
        thread.start();
        return this;
    }

    <T> CompletionStage<T> submit(Write<T> write) {
        Task<T> task = new Task<>(write);
        if (closed) {
            task.fail(Failures.closed());
        } else if (!queue.offer(task)) {
            task.fail(new ChatException(ErrorCode.OVERLOADED, "too many writes wait for the disk"));
        } else if (ended) {
            refuseTheRest();
        }
        return task.answer;
    }

    /** Tells whether the last write failed. */
    boolean isDoubtful() {
        return doubt != null;
    }

    private void run() {
        List<Task<?>> tasks = new ArrayList<>();
        while (true) {
            tasks.add(next());
            queue.drainTo(tasks, most);
            int last = tasks.indexOf(end);
            commit(last < 0 ? tasks : tasks.subList(0, last));
            if (last >= 0) {
                tasks.subList(last, tasks.size()).forEach(late -> late.fail(Failures.closed()));
                return;
            }
            tasks.clear();
        }
    }

    /** Nobody has this thread to interrupt it: {@link #end} says when it is over. */
    private Task<?> next() {
        Task<?> next = null;
        while (next == null) {
            try {
                next = queue.take();
            } catch (InterruptedException e) {
                next = queue.poll();
            }
        }
        return next;
    }

    private void commit(List<Task<?>> tasks) {
        int done = 0;
        while (done < tasks.size()) {
            int from = done;
            done = tasks.size();
            try {
                done = commitFrom(from, tasks);
            } catch (Throwable e) {
                group.forget();
                ChatException unknown =
                        new ChatException(ErrorCode.OUTCOME_UNKNOWN, "the store failed at a group: " + e, e);
                tasks.subList(from, tasks.size()).forEach(task -> task.fail(unknown));
            }
        }
    }

    /** Commits a group of the first of these tasks and returns where the next one begins. */
    private int commitFrom(int from, List<Task<?>> tasks) {
        RocksDBException failure = doubt;
        if (failure != null) {
            failure = recover(failure);
            if (failure != null) {
                ChatException refusal = Failures.refused(failure);
                tasks.subList(from, tasks.size()).forEach(task -> task.fail(refusal));
                return tasks.size();
            }
        }
        int to = judge(from, tasks);
        List<Task<?>> judged = tasks.subList(from, to);
        try {
            if (!group.isEmpty()) {
                group.write();
            }
        } catch (RocksDBException e) {
            doubtedAt = System.nanoTime();
            doubt = e;
            group.forget();
            ChatException unknown = Failures.write(e);
            judged.forEach(task -> task.fail(unknown));
            return to;
        }
        group.next();
        judged.forEach(Task::succeed);
        return to;
    }

    /** Returns why there is still nothing to write to; null when there is. */
    private @Nullable RocksDBException recover(RocksDBException cause) {
        if (System.nanoTime() - doubtedAt < PAUSE_NANOS) {
            return cause;
        }
        try {
            group.use(recovery.recover(cause));
            doubt = null;
            return null;
        } catch (RocksDBException e) {
            doubtedAt = System.nanoTime();
            doubt = e;
            return e;
        }
    }

    /** Judges tasks until the group is large. One that fails is taken out, and the group starts anew without it. */
    private int judge(int from, List<Task<?>> tasks) {
        int at = from;
        while (at < tasks.size() && group.size() < LARGE) {
            Task<?> task = tasks.get(at);
            if (task.isOver()) {
                at++;
                continue;
            }
            try {
                task.judge(group);
                at++;
            } catch (Throwable e) {
                group.forget();
                task.fail(e);
                at = from;
            }
        }
        return at;
    }

    private void refuseTheRest() {
        List<Task<?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(task -> task.fail(Failures.closed()));
    }

    /** Commits what was accepted, then refuses everything. Blocks meanwhile. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        boolean told = false;
        while (thread.isAlive()) {
            try {
                if (!told) {
                    queue.put(end);
                    told = true;
                }
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        ended = true;
        refuseTheRest();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
