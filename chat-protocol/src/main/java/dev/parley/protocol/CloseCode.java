package dev.parley.protocol;

import java.util.Optional;

/**
 * Why the server closed a session, as a WebSocket close code (RFC 6455 section 7.4.2, private range): 4000 to 4499 mean
 * connect again with backoff, 4500 to 4999 mean do not. Immutable.
 */
public enum CloseCode {
    /** The node drains: connect elsewhere, after the delay that the going-away event named. */
    GOING_AWAY(4000),

    /** The client did not read fast enough: connect again and sync. */
    SLOW_CONSUMER(4001),

    /** The client was silent for too long. */
    PING_TIMEOUT(4002),

    /** The server has no room for another session right now. */
    OVERLOADED(4003),

    /** The credentials ran out: fetch new ones, then connect again. */
    TOKEN_EXPIRED(4004),

    /** The client kept on sending after being told to slow down. */
    RATE_LIMITED(4005),

    /** A fault of the server. */
    INTERNAL(4006),

    /** No hello in time. */
    HELLO_TIMEOUT(4007),

    /** The user or address holds too many connections. */
    TOO_MANY_CONNECTIONS(4008),

    /** Frames that are no frames of this protocol, more than once. */
    BAD_FRAME(4500),

    /** Credentials that were never valid. */
    UNAUTHENTICATED(4501),

    /** The same device connected again: this is the older session. */
    DISPLACED(4502),

    /** The device was revoked. */
    DEVICE_REVOKED(4503);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    /**
     * The number on the wire.
     *
     * @return 4000 to 4999
     */
    public int code() {
        return code;
    }

    /**
     * Tells whether the client should connect again by itself.
     *
     * @return true below 4500
     */
    public boolean reconnect() {
        return code < 4500;
    }

    /**
     * Tells whether a client that sees this number on a closed WebSocket should connect again: the standard codes
     * (RFC 6455 section 7.4.1) mean a broken connection.
     *
     * @param code any close code
     * @return false for 4500 to 4999 only
     */
    public static boolean reconnect(int code) {
        return code < 4500 || code > 4999;
    }

    /**
     * Finds a code by its number.
     *
     * @param code any close code
     * @return the constant, or empty for a number that this version does not know
     */
    public static Optional<CloseCode> of(int code) {
        for (CloseCode candidate : values()) {
            if (candidate.code == code) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
