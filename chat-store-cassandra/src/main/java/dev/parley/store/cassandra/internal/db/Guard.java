package dev.parley.store.cassandra.internal.db;

import dev.parley.protocol.ErrorCode;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what a keyspace is asked: so many calls at once and no more, and for a while nothing at all when nearly nothing is
 * answered. Thread-safe.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final String NAME = "parley-cassandra";
    private static final int WINDOW = 100;
    private static final int LEAST = 50;
    private static final int UNANSWERED_PERCENT = 80;
    private static final int TRIALS = 5;
    private static final Duration OPEN = Duration.ofSeconds(2);

    private final Bulkhead calls;
    private final CircuitBreaker breaker;

    /**
     * Begins closed.
     *
     * @param most the most calls at once
     * @param recovered runs when answers come again, on the thread that has heard the last of those that count
     */
    Guard(int most, Runnable recovered) {
        calls = Bulkhead.of(
                NAME,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(most)
                        .maxWaitDuration(Duration.ZERO)
                        .writableStackTraceEnabled(false)
                        .build());
        breaker = CircuitBreaker.of(
                NAME,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(WINDOW)
                        .minimumNumberOfCalls(LEAST)
                        .failureRateThreshold(UNANSWERED_PERCENT)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(TRIALS)
                        .recordException(Guard::isNoAnswer)
                        .writableStackTraceEnabled(false)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> told(event.getStateTransition(), recovered));
    }

    private static void told(StateTransition transition, Runnable recovered) {
        if (transition == StateTransition.CLOSED_TO_OPEN) {
            LOG.warn("Cassandra does not answer: it is not asked for {} at a time, until it does", OPEN);
        } else if (transition == StateTransition.HALF_OPEN_TO_CLOSED) {
            LOG.info("Cassandra answers again");
            recovered.run();
        }
    }

    /** Whether a failure speaks against the database, and not against one statement or one partition that many want. */
    private static boolean isNoAnswer(Throwable failure) {
        return Failures.ofRead(failure).code() == ErrorCode.STORE_UNAVAILABLE;
    }

    /** Takes room for a call, which {@link #leave} gives back; false when there is none. */
    boolean enter() {
        return calls.tryAcquirePermission();
    }

    void leave() {
        calls.onComplete();
    }

    /** Runs a statement, unless nearly none was answered lately. */
    <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> statement) {
        return breaker.executeCompletionStage(statement);
    }
}
