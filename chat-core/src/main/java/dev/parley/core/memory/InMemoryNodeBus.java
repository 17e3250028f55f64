package dev.parley.core.memory;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeSignal;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects several engines in one JVM. Each takes a {@link #node} of its own, so that it does not hear itself. Signals
 * reach each listener in the order they were published, one at a time, on the executor; what a listener throws reaches
 * the executor's uncaught-exception handler, and the next signal still arrives. Thread-safe.
 */
public final class InMemoryNodeBus {

    /** How many signals may wait for one listener; past that, {@code publish} fails and the listener misses the signal. */
    public static final int MAX_WAITING = 10_000;

    private final Executor executor;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    /**
     * Makes a bus that nobody listens to yet.
     *
     * @param executor runs the listeners
     */
    public InMemoryNodeBus(Executor executor) {
        this.executor = executor;
    }

    /**
     * One more node's end of the bus.
     *
     * @return a bus that reaches the listeners of all other nodes, and whose listeners they reach
     */
    public NodeBus node() {
        return new Node();
    }

    private final class Node implements NodeBus {

        @Override
        public CompletionStage<Void> publish(NodeSignal signal) {
            boolean taken = true;
            for (Subscription subscription : subscriptions) {
                if (subscription.node != this) {
                    taken &= subscription.offer(signal);
                }
            }
            return taken
                    ? CompletableFuture.<@Nullable Void>completedStage(null)
                    : CompletableFuture.failedStage(
                            new ChatException(ErrorCode.OVERLOADED, "a node is too far behind to hear the signal"));
        }

        @Override
        public AutoCloseable listen(Consumer<NodeSignal> listener) {
            Subscription subscription = new Subscription(this, listener);
            subscriptions.add(subscription);
            return subscription;
        }
    }

    /** One listener and the signals that wait for it; at most one task of it is with the executor. */
    private final class Subscription implements AutoCloseable {

        private final Node node;
        private final Consumer<NodeSignal> listener;
        private final ReentrantLock lock = new ReentrantLock();
        private final Queue<NodeSignal> waiting = new ArrayDeque<>();
        private boolean scheduled;
        private boolean closed;

        Subscription(Node node, Consumer<NodeSignal> listener) {
            this.node = node;
            this.listener = listener;
        }

        boolean offer(NodeSignal signal) {
            lock.lock();
            try {
                if (closed) {
                    return true;
                }
                if (waiting.size() >= MAX_WAITING) {
                    return false;
                }
                waiting.add(signal);
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
            NodeSignal next = take();
            try {
                if (next != null) {
                    listener.accept(next);
                }
            } finally {
                if (more()) {
                    // A refusal here means that the executor is shut down; publish reports that from now on.
                    schedule();
                }
            }
        }

        private @Nullable NodeSignal take() {
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
            subscriptions.remove(this);
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
