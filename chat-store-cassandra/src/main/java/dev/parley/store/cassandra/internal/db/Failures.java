package dev.parley.store.cassandra.internal.db;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ConnectionInitException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.CASWriteUnknownException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.concurrent.CompletionException;

/** What a failed statement means to the caller. */
public final class Failures {

    private Failures() {}

    /** What really happened, without the wrapping of futures. */
    public static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether a write surely changed nothing: no node was reached, or the one that was would not begin. */
    public static boolean nothingWasDone(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof AllNodesFailedException all) {
            return all.getAllErrors().values().stream()
                    .flatMap(errors -> errors.stream())
                    .allMatch(Failures::nothingWasDone);
        }
        return cause instanceof CallNotPermittedException
                || cause instanceof RequestThrottlingException
                || cause instanceof UnavailableException
                || cause instanceof OverloadedException
                || cause instanceof BootstrappingException
                || cause instanceof NodeUnavailableException
                || cause instanceof BusyConnectionException
                || cause instanceof ConnectionInitException
                || cause instanceof QueryValidationException
                || (cause instanceof ChatException ours && ours.code() != ErrorCode.OUTCOME_UNKNOWN);
    }

    /**
     * Whether a conditional write surely changed nothing. That too few replicas are there says less of one: it may have been
     * proposed once already.
     */
    public static boolean nothingWasProposed(Throwable failure) {
        Throwable cause = unwrap(failure);
        boolean unavailable = cause instanceof AllNodesFailedException all
                ? all.getAllErrors().values().stream()
                        .flatMap(errors -> errors.stream())
                        .anyMatch(UnavailableException.class::isInstance)
                : cause instanceof UnavailableException;
        return !unavailable && nothingWasDone(cause);
    }

    /**
     * Whether others wanted the same partition so much that nobody could say what a conditional write or a serial read comes
     * to. It may come to something later, until somebody reads serially.
     */
    public static boolean contended(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof AllNodesFailedException all) {
            return !all.getAllErrors().isEmpty()
                    && all.getAllErrors().values().stream()
                            .flatMap(errors -> errors.stream())
                            .allMatch(Failures::contended);
        }
        return cause instanceof CASWriteUnknownException;
    }

    /** A read that failed. */
    public static ChatException ofRead(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof ChatException ours) {
            return ours;
        }
        if (cause instanceof RequestThrottlingException
                || cause instanceof OverloadedException
                || cause instanceof BusyConnectionException) {
            return new ChatException(ErrorCode.OVERLOADED, "Cassandra has no room: " + name(cause), cause);
        }
        if (contended(cause)) {
            return new ChatException(ErrorCode.OVERLOADED, "too many want one partition at once", cause);
        }
        if (cause instanceof CallNotPermittedException) {
            return new ChatException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "Cassandra has not been answering, and is not asked for a moment",
                    cause);
        }
        if (!(cause instanceof DriverException) || cause instanceof QueryValidationException) {
            return new ChatException(ErrorCode.INTERNAL, "the store failed: " + cause, cause);
        }
        return new ChatException(ErrorCode.STORE_UNAVAILABLE, "Cassandra did not answer: " + name(cause), cause);
    }

    /** A write that failed. */
    public static ChatException ofWrite(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof ChatException || nothingWasDone(cause)) {
            return ofRead(cause);
        }
        return unknown(cause);
    }

    /** A write that may have happened. */
    public static ChatException unknown(Throwable failure) {
        Throwable cause = unwrap(failure);
        return new ChatException(
                ErrorCode.OUTCOME_UNKNOWN, "Cassandra did not say what became of a write: " + name(cause), cause);
    }

    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
