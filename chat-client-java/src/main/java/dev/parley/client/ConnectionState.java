package dev.parley.client;

import dev.parley.protocol.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * How the client stands to the server. Immutable.
 *
 * @param phase what it is doing
 * @param closeCode why the server ended the last connection, or null when it did not say or none ended
 * @param detail the same for a developer; may be empty
 */
public record ConnectionState(Phase phase, @Nullable CloseCode closeCode, String detail) {

    /** What a client does about its connection. */
    public enum Phase {
        /** Not started. */
        NEW,

        /** Fetching a token, connecting or signing in. */
        CONNECTING,

        /** Connected and catching up. */
        SYNCING,

        /** Caught up: what happens now arrives now. */
        LIVE,

        /** Not connected; it will try again by itself. */
        WAITING,

        /**
         * Not connected, and it will not try again: closed by the application, or by the server with a code that means
         * so. What was not sent stays in the outbox.
         */
        STOPPED
    }
}
