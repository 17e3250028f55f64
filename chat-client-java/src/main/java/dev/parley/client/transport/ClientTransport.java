package dev.parley.client.transport;

import java.net.URI;

/**
 * Makes connections to a server. An application that has a WebSocket library already implements this over it.
 *
 * <ol>
 *   <li>Ordering: a listener is told {@code opened} at most once and first, then {@code received} in the order of
 *       arrival, then {@code closed} at most once and last.
 *   <li>Threading: {@link #connect} does not block. A listener is called by one thread at a time, any thread; its
 *       methods do not block.
 *   <li>Failure: a connection that cannot be made is {@code closed} with 1006. A message above
 *       {@value #MAX_MESSAGE_BYTES} bytes ends the connection.
 * </ol>
 *
 * <p>Thread-safe.
 */
public interface ClientTransport extends AutoCloseable {

    /** The largest message that a client takes, in bytes. */
    int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    /** Hears of one connection. */
    interface Listener {

        /**
         * The connection is there, with the subprotocol that was asked for.
         *
         * @param connection the connection
         */
        void opened(ClientConnection connection);

        /**
         * A whole message.
         *
         * @param message its bytes; UTF-8 for text
         */
        void received(byte[] message);

        /**
         * The connection has ended, or could not be made.
         *
         * @param code the close code; 1006 when there was none
         * @param reason why, for a developer
         */
        void closed(int code, String reason);
    }

    /**
     * Starts to connect.
     *
     * @param uri the server's address
     * @param subprotocol the only subprotocol to offer
     * @param binary whether messages go as binary; else as text
     * @param listener hears of the connection
     */
    void connect(URI uri, String subprotocol, boolean binary, Listener listener);

    /** Frees what the transport itself made. Connections are closed by their users before. */
    @Override
    void close();
}
