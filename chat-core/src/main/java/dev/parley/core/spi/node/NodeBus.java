package dev.parley.core.spi.node;

import java.util.concurrent.CompletionStage;

/**
 * Carries frames between the nodes of a cluster. Thread-safe.
 *
 * <p>[10] A frame that arrives is whole and as it was sent, and arrives at the node that it names alone. Whether it arrives
 * is open: it may be late, lost, doubled or out of order, and nothing durable depends on it. The engine numbers its frames
 * and finds out. [11] Sending to a node that does not listen, or is no more, is no error. [12] {@code send} neither blocks nor
 * waits for the other node; when the bus does not take the frame, or cannot tell within a few seconds, the stage fails with a
 * retryable {@link dev.parley.protocol.ChatException}, and a frame that was refused is not sent later. [13] The listener is
 * called on the bus's own thread, one call at a time, and does not block. [14] What a listener throws harms neither other
 * listeners nor the frames that come after. [15] A closed subscription hears nothing that is sent afterwards. [16] When the
 * bus knows that it may have missed frames, the listener hears of that before it hears a later frame.
 */
public interface NodeBus {

    /** The largest frame that the engine sends, in bytes. */
    int MAX_FRAME = 512 * 1024;

    /** Hears what comes for one node. */
    interface Listener {

        /**
         * A frame arrived.
         *
         * @param frame the frame; the listener may keep it
         */
        void frame(byte[] frame);

        /** Frames may have been lost: the connection was down, or is. */
        void interrupted();
    }

    /**
     * Sends a frame to one node.
     *
     * @param to which node
     * @param frame 1 to {@link #MAX_FRAME} bytes, not changed afterwards
     * @return completes when the bus took it
     */
    CompletionStage<Void> send(NodeId to, byte[] frame);

    /**
     * Listens for what is sent to a node.
     *
     * @param self which node
     * @param listener hears every frame until the handle is closed
     * @return closes the subscription
     */
    AutoCloseable listen(NodeId self, Listener listener);
}
