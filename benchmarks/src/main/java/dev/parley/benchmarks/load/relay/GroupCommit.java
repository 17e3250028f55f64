package dev.parley.benchmarks.load.relay;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Commits what has come while the last commit was under way, in one thread: the natural batch, without a timer. Thread-safe.
 */
final class GroupCommit implements Commit {

    private static final int MOST = 4_096;

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Log log;
    private final Thread thread;

    private GroupCommit(Log log) {
        this.log = log;
        this.thread = new Thread(this::run, "commit");
    }

    /** A log of messages. Confined to one thread. */
    interface Log extends AutoCloseable {

        /** Adds messages, and returns when they would survive a loss of power. */
        void append(List<byte[]> messages) throws Exception;

        @Override
        void close() throws IOException;
    }

    /** What waits for its commit. Immutable. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Waiting(byte[] message, EventLoop loop, Runnable then) {}

    static GroupCommit start(Log log) {
        GroupCommit commit = new GroupCommit(log);
        commit.thread.start();
        return commit;
    }

    @Override
    public void commit(byte[] message, EventLoop loop, Runnable then) {
        queue.add(new Waiting(message, loop, then));
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        try (log) {
            while (!Thread.currentThread().isInterrupted()) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST - 1);
                log.append(batch.stream().map(Waiting::message).toList());
                Map<EventLoop, List<Runnable>> tasks = new HashMap<>();
                for (Waiting each : batch) {
                    tasks.computeIfAbsent(each.loop(), loop -> new ArrayList<>())
                            .add(each.then());
                }
                // One task for each loop, so that all of a batch goes out in one turn.
                tasks.forEach((loop, all) -> loop.execute(() -> all.forEach(Runnable::run)));
                batch.clear();
            }
        } catch (InterruptedException e) {
            // The server closes.
        } catch (Exception e) {
            // Nothing is acked any more, which voids the round; the log of the process says why.
            throw new IllegalStateException("the log is lost", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
