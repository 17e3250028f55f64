package dev.parley.presence.redis.internal;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.concurrent.CompletionException;

/** What a failure of Redis is to the engine. Thread-safe. */
public final class Failures {

    private Failures() {}

    /** Nothing was answered, or nothing that helps: all of it may be tried again. */
    static ChatException of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ChatException ours
                ? ours
                : new ChatException(ErrorCode.STORE_UNAVAILABLE, "Redis does not answer: " + cause.getMessage(), cause);
    }

    /** There is no connection. */
    static ChatException notConnected() {
        return new ChatException(ErrorCode.STORE_UNAVAILABLE, "Redis is not connected");
    }
}
