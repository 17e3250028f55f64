package dev.parley.core.memory;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connects several engines in one JVM. Frames reach each listener in the order they were sent, one at a time, on the
 * executor; what a listener throws reaches the executor's uncaught-exception handler, and the next frame still arrives.
 * Thread-safe.
 */
public final class InMemoryNodeBus implements NodeBus {

    /** How many frames may wait for one listener; past that, {@code send} fails and the listener misses the frame. */
    public static final int MAX_WAITING = 10_000;

    private final Executor executor;
    private final Map<NodeId, List<Subscription>> subscriptions = new ConcurrentHashMap<>();

    /**
     * Makes a bus that nobody listens to yet.
     *
     * @param executor runs the listeners
     */
    public InMemoryNodeBus(Executor executor) {
        this.executor = executor;
    }

    @Override
    public CompletionStage<Void> send(NodeId to, byte[] frame) {
        boolean taken = true;
        for (Subscription subscription : subscriptions.getOrDefault(to, List.of())) {
            taken &= subscription.offer(frame);
        }
        return taken
                ? CompletableFuture.<@Nullable Void>completedStage(null)
                : CompletableFuture.failedStage(
                        new ChatException(ErrorCode.OVERLOADED, "a node is too far behind to hear the frame"));
    }

    @Override
    public AutoCloseable listen(NodeId self, Listener listener) {
        Subscription subscription = new Subscription(self, listener);
        subscriptions
                .computeIfAbsent(self, node -> new CopyOnWriteArrayList<>())
                .add(subscription);
        return subscription;
    }

    /** One listener and the frames that wait for it; at most one task of it is with the executor. */
    private final class Subscription implements AutoCloseable {

        private final NodeId node;
        private final Listener listener;
        private final ReentrantLock lock = new ReentrantLock();
        private final Queue<byte[]> waiting = new ArrayDeque<>();
        private boolean scheduled;
        private boolean closed;

        Subscription(NodeId node, Listener listener) {
            this.node = node;
            this.listener = listener;
        }

        boolean offer(byte[] frame) {
            lock.lock();
            try {
                if (closed) {
                    return true;
                }
                if (waiting.size() >= MAX_WAITING) {
                    return false;
                }
                waiting.add(frame);
                if (scheduled) {
                    return true;
                }
                scheduled = true;
            } finally {
                lock.unlock();
            }
            return schedule();
        }

        /** Outside the lock: an executor may run the task in its caller. */
        private boolean schedule() {
            try {
                executor.execute(this::deliver);
                return true;
            } catch (RejectedExecutionException e) {
                lock.lock();
                try {
                    scheduled = false;
                    waiting.clear();
                } finally {
                    lock.unlock();
                }
                return false;
            }
        }

        private void deliver() {
            byte[] next = take();
            try {
                if (next != null) {
                    listener.frame(next);
                }
            } finally {
                if (more()) {
                    // A refusal here means that the executor is shut down; send reports that from now on.
                    schedule();
                }
            }
        }

        private byte @Nullable [] take() {
            lock.lock();
            try {
                return waiting.poll();
            } finally {
                lock.unlock();
            }
        }

        private boolean more() {
            lock.lock();
            try {
                scheduled = !waiting.isEmpty();
                return scheduled;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            subscriptions.computeIfPresent(node, (id, own) -> {
                own.remove(this);
                return own.isEmpty() ? null : own;
            });
            lock.lock();
            try {
                closed = true;
                waiting.clear();
            } finally {
                lock.unlock();
            }
        }
    }
}
