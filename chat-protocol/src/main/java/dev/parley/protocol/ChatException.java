package dev.parley.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every failed operation fails with: a code, whether to try again, and a sentence for a developer that never holds
 * content or credentials. Immutable.
 */
public final class ChatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String customCode;
    private final @Nullable Duration retryAfter;

    private ChatException(
            ErrorCode code,
            @Nullable String customCode,
            String message,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.customCode = customCode;
        this.retryAfter = retryAfter;
    }

    /**
     * A failure.
     *
     * @param code why
     * @param message for a developer
     */
    public ChatException(ErrorCode code, String message) {
        this(code, null, message, null, null);
    }

    /**
     * A failure with a cause.
     *
     * @param code why
     * @param message for a developer
     * @param cause what happened
     */
    public ChatException(ErrorCode code, String message, Throwable cause) {
        this(code, null, message, null, cause);
    }

    /**
     * A failure that passes.
     *
     * @param code why
     * @param message for a developer
     * @param retryAfter how long to wait before trying again
     * @return the exception
     */
    public static ChatException retryAfter(ErrorCode code, String message, Duration retryAfter) {
        return new ChatException(code, null, message, retryAfter, null);
    }

    /**
     * A refusal by the host, under a code of the host's own.
     *
     * @param customCode the host's code, which the client sees in place of {@code rejected}
     * @param message for a developer
     * @return the exception
     */
    public static ChatException rejected(String customCode, String message) {
        return new ChatException(ErrorCode.REJECTED, customCode, message, null, null);
    }

    /**
     * Why it failed.
     *
     * @return the code; {@link ErrorCode#REJECTED} for the host's own codes
     */
    public ErrorCode code() {
        return code;
    }

    /**
     * The code as it goes over the wire.
     *
     * @return the code's name, or the host's own code
     */
    public String wireCode() {
        return customCode != null ? customCode : code.wireName();
    }

    /**
     * Tells whether the same request may succeed later.
     *
     * @return true when trying again makes sense
     */
    public boolean retryable() {
        return code.retryable();
    }

    /**
     * How long to wait before trying again.
     *
     * @return a duration, or null when the failure does not say
     */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
