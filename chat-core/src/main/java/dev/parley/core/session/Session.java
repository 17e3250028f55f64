package dev.parley.core.session;

import dev.parley.protocol.Frame;

/** The server's end of one connection. Confined to the connection's executor. */
public interface Session {

    /**
     * The client sent a frame.
     *
     * @param frame what {@link dev.parley.protocol.FrameCodec#decodeRequests} made of it
     */
    void receive(Frame frame);

    /** The connection's {@link SessionConnection#writable} changed. */
    void writabilityChanged();

    /** The connection is gone, by whosever doing; nothing is written to it any more. */
    void disconnected();
}
