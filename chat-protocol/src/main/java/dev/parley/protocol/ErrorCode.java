package dev.parley.protocol;

import java.util.Locale;
import java.util.Optional;

/** Why a request failed. Names never change once released; clients switch on them. Immutable. */
public enum ErrorCode {
    /** The request is malformed: a field is missing, of the wrong type or out of range. */
    BAD_REQUEST(false),

    /** The server does not know the command. */
    UNKNOWN_COMMAND(false),

    /** No credentials, or credentials that were never valid. */
    UNAUTHENTICATED(false),

    /** Credentials that were valid once: fetch new ones and connect again. */
    TOKEN_EXPIRED(false),

    /** The user may not do this. Why is not said. */
    FORBIDDEN(false),

    /** There is no such thing, or none that the user may know of: the two answer alike. */
    NOT_FOUND(false),

    /** The message was deleted. */
    GONE(false),

    /** The entry that the request refers to does not exist or is not a message. */
    INVALID_REFERENCE(false),

    /** A seq that is negative or past the head. */
    INVALID_SEQ(false),

    /** A page cursor that this server did not make for this request. */
    INVALID_CURSOR(false),

    /** Text that is empty or is not well-formed Unicode. */
    INVALID_TEXT(false),

    /** More than the documented limit: text, metadata, members, devices, reactions. */
    LIMIT_EXCEEDED(false),

    /** The last owner can neither leave nor step down. */
    OWNER_REQUIRED(false),

    /** The key was used for other content. */
    IDEMPOTENCY_CONFLICT(false),

    /** The host's policy or interceptor refused; the host may give a code of its own instead. */
    REJECTED(false),

    /** Too many requests; the error says when to try again. */
    RATE_LIMITED(true),

    /** The server has no room for more work right now. */
    OVERLOADED(true),

    /** The store does not answer; nothing was stored. */
    STORE_UNAVAILABLE(true),

    /** The store did not say whether it stored the entry: send again with the same key. */
    OUTCOME_UNKNOWN(true),

    /** The node is draining: connect elsewhere. */
    SHUTTING_DOWN(true),

    /** A fault of the server. */
    INTERNAL(true);

    private final boolean retryable;
    private final String wireName = name().toLowerCase(Locale.ROOT);

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /**
     * Tells whether the same request, with the same key, may succeed later.
     *
     * @return true when a client should try again by itself
     */
    public boolean retryable() {
        return retryable;
    }

    /**
     * The name on the wire.
     *
     * @return the lower-case name
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Finds a code by its name on the wire.
     *
     * @param wireName the name
     * @return the code, or empty for a name that this version does not know
     */
    public static Optional<ErrorCode> ofWireName(String wireName) {
        for (ErrorCode code : values()) {
            if (code.wireName.equals(wireName)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
