package dev.parley.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An error as it crosses the wire. Immutable.
 *
 * @param code an {@link ErrorCode#wireName}, or a code of the host's own
 * @param message for a developer
 * @param retryable whether the same request may succeed later
 * @param retryAfterMs how many milliseconds to wait first, or null
 */
public record WireError(
        String code,
        String message,
        boolean retryable,
        @Nullable Long retryAfterMs) {

    /**
     * Turns an exception into what the other end sees.
     *
     * @param failure the exception
     * @return the error
     */
    public static WireError of(ChatException failure) {
        Duration after = failure.retryAfter();
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        return new WireError(failure.wireCode(), message, failure.retryable(), after == null ? null : after.toMillis());
    }

    /**
     * Turns what the other end said into an exception. A code that this version does not know becomes
     * {@link ErrorCode#INTERNAL} when retryable and {@link ErrorCode#REJECTED} otherwise.
     *
     * @return the exception
     */
    public ChatException toException() {
        ErrorCode known = ErrorCode.ofWireName(code).orElse(null);
        if (known == null) {
            return retryable
                    ? new ChatException(ErrorCode.INTERNAL, code + ": " + message)
                    : ChatException.rejected(code, message);
        }
        return retryAfterMs == null
                ? new ChatException(known, message)
                : ChatException.retryAfter(known, message, Duration.ofMillis(retryAfterMs));
    }
}
