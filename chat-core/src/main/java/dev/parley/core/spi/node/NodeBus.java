package dev.parley.core.spi.node;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Carries hints and ephemeral events between the nodes of a cluster. Thread-safe.
 *
 * <p>[10] Delivery is at most once and may be late, lost or out of order: nothing durable depends on it. [11] A node does
 * not hear itself. [12] {@code publish} neither blocks nor delays: when the bus is gone, the stage fails with a retryable
 * {@link dev.parley.protocol.ChatException} and the engine reports degraded health. [13] The listener is called on the
 * bus's own thread, one signal at a time, and does not block. [14] What a listener throws harms neither other listeners
 * nor the signals that come after. [15] A closed subscription hears nothing that is published afterwards.
 */
public interface NodeBus {

    /**
     * Tells all other nodes.
     *
     * @param signal what
     * @return completes when the bus took it
     */
    CompletionStage<Void> publish(NodeSignal signal);

    /**
     * Listens to the other nodes.
     *
     * @param listener hears every signal until the handle is closed
     * @return closes the subscription
     */
    AutoCloseable listen(Consumer<NodeSignal> listener);
}
