package dev.parley.core.session;

import dev.parley.protocol.CloseCode;
import dev.parley.protocol.FrameCodec;
import java.util.concurrent.Executor;

/**
 * One client's connection, as its transport offers it to the session. Confined to its {@link #executor}: the session calls
 * every other method on it, and the transport calls the {@link Session} on it.
 */
public interface SessionConnection {

    /**
     * The thread of the connection, for example its event loop: runs tasks one at a time, in order.
     *
     * @return the executor; it may be asked from any thread
     */
    Executor executor();

    /**
     * The encoding that client and server agreed on.
     *
     * @return the codec
     */
    FrameCodec codec();

    /**
     * Where the client connects from.
     *
     * @return an IP address without port
     */
    String remoteAddress();

    /**
     * The token that the transport itself carried, as an {@code Authorization: Bearer} header does.
     *
     * @return the token, or the empty string
     */
    String token();

    /**
     * Tells whether more can be written without piling up: transports answer false above their high-water mark, and call
     * {@link Session#writabilityChanged} when that changes.
     *
     * @return false to make the session hold back
     */
    boolean writable();

    /**
     * Hands a frame to the transport, which keeps it until {@link #flush}.
     *
     * @param frame the frame
     */
    void write(EncodedFrame frame);

    /** Sends what was written; several frames may share one message. */
    void flush();

    /**
     * Sends what was written and closes the connection. The transport still calls {@link Session#disconnected}.
     *
     * @param code why
     * @param reason for a developer, at most 100 bytes of UTF-8
     */
    void close(CloseCode code, String reason);
}
