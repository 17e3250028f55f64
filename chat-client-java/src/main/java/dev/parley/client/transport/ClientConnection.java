package dev.parley.client.transport;

/**
 * One connection of a {@link ClientTransport}.
 *
 * <ol>
 *   <li>Ordering: messages arrive in the order of the calls.
 *   <li>Threading: called by one thread at a time; does not block.
 *   <li>Failure: nothing is thrown for a broken connection; the listener hears of its end.
 * </ol>
 *
 * <p>Thread-safe.
 */
public interface ClientConnection {

    /**
     * Sends one message. Does nothing once the connection has ended.
     *
     * @param message the bytes, which the connection takes over
     */
    void send(byte[] message);

    /**
     * Ends the connection, also when the server no longer answers. The listener then hears nothing further than its
     * end, if that.
     *
     * @param code a close code that a client may use: 1000 or 4000 to 4999
     * @param reason for the server's log, at most 100 characters
     */
    void close(int code, String reason);
}
