package dev.parley.transport.websocket.internal.backend;

/** Where the messages of one client go. Confined to the connection's executor. */
public interface ClientStream {

    /**
     * A message came.
     *
     * @param message one or several frames
     */
    void receive(byte[] message);

    /** The connection can be written to again, or can no more. */
    void writabilityChanged();

    /** The connection is gone; the last call. */
    void gone();
}
