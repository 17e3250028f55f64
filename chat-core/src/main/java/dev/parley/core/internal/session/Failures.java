package dev.parley.core.internal.session;

import dev.parley.core.host.FailureListener;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Turns whatever went wrong into what a client may hear. */
final class Failures {

    private Failures() {}

    /** Makes a stage of what is thrown before there is one. */
    static <T> CompletionStage<T> guard(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The exception to answer with; what is no {@link ChatException} is told to the host and not to the client. */
    static ChatException of(Throwable failure, FailureListener listener) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ChatException known) {
            return known;
        }
        listener.onFailure("request", cause);
        return new ChatException(ErrorCode.INTERNAL, "a fault of the server");
    }
}
