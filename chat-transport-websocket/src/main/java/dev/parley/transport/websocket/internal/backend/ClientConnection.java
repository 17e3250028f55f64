package dev.parley.transport.websocket.internal.backend;

import dev.parley.core.session.SessionConnection;

/** A client's connection, to which frames can be written that somebody else encoded. Confined to its executor. */
public interface ClientConnection extends SessionConnection {

    /**
     * Hands whole frames to the transport, which keeps them until {@link #flush}.
     *
     * @param frames one frame in the connection's encoding, or several as they share a message; not changed afterwards
     */
    void write(byte[] frames);

    /**
     * Up to how many bytes frames are best put together before they are handed over.
     *
     * @return the most bytes of several frames, 1 or more
     */
    int together();

    /**
     * Tells whether nothing is read or written any more.
     *
     * @return true once it was closed
     */
    boolean closing();

    /**
     * Asks the transport to read nothing more from the client, or to go on.
     *
     * @param held whether to wait
     */
    void hold(boolean held);
}
