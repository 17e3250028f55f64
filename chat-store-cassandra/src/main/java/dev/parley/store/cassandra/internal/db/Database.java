package dev.parley.store.cassandra.internal.db;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.cassandra.CassandraStoreOptions;
import dev.parley.store.cassandra.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A keyspace, behind a bound of the calls, room for statements and a circuit breaker. Completions run on the driver's threads. Thread-safe.
 */
public final class Database implements AutoCloseable {

    private static final long LOOK_MINUTES = 10;
    private static final int SERIAL_ATTEMPTS = 10;
    private static final long LEAST_PAUSE_MILLIS = 50;
    private static final long MOST_PAUSE_MILLIS = 400;

    private final CqlSession session;
    private final CassandraStoreOptions options;
    private final Promise promise;
    private final Guard guard;
    private final Streams streams;
    private final ScheduledThreadPoolExecutor timer;

    public Database(CqlSession session, CassandraStoreOptions options) {
        this.session = session;
        this.options = options;
        promise = new Promise(session, options);
        // A server that was away may have come back with other settings.
        guard = new Guard(options.calls(), this::look);
        streams = Streams.of(session);
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "parley-cassandra-timer");
            thread.setDaemon(true);
            return thread;
        };
        timer = new ScheduledThreadPoolExecutor(1, threads);
    }

    public CassandraStoreOptions options() {
        return options;
    }

    public CqlSession session() {
        return session;
    }

    /** Says what surviving an acknowledged write means. */
    public String durability() {
        return promise.text();
    }

    /** Reads what the servers promise, and reads it again from time to time. Blocks. */
    public void watchDurability() {
        promise.look().toCompletableFuture().join();
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::look, LOOK_MINUTES, LOOK_MINUTES, TimeUnit.MINUTES);
    }

    private void look() {
        if (!session.isClosed()) {
            CompletionStage<Void> unused = promise.look();
        }
    }

    /** Prepares a statement that may be repeated by the driver. Blocks. */
    public PreparedStatement idempotent(String cql) {
        return prepare(cql, true);
    }

    /** Prepares a statement of a conditional write, which nobody but its caller repeats. Blocks. */
    public PreparedStatement conditional(String cql) {
        return prepare(cql, false);
    }

    private PreparedStatement prepare(String cql, boolean idempotent) {
        return session.prepare(SimpleStatement.builder(cql.replace("${keyspace}", options.keyspace()))
                .setIdempotence(idempotent)
                .setConsistencyLevel(quorum())
                .setSerialConsistencyLevel(serial())
                .setTimeout(options.statementTimeout())
                .build());
    }

    private ConsistencyLevel quorum() {
        return options.reach() == Reach.DATACENTER ? ConsistencyLevel.LOCAL_QUORUM : ConsistencyLevel.QUORUM;
    }

    private ConsistencyLevel serial() {
        return options.reach() == Reach.DATACENTER ? ConsistencyLevel.LOCAL_SERIAL : ConsistencyLevel.SERIAL;
    }

    /** Makes a read see what conditional writes under way come to. */
    public <S extends Statement<S>> S serially(S read) {
        return read.setConsistencyLevel(serial());
    }

    /** The levels and the time limit of every statement. */
    public <S extends Statement<S>> S configured(S statement) {
        return statement
                .setConsistencyLevel(quorum())
                .setSerialConsistencyLevel(serial())
                .setTimeout(options.statementTimeout());
    }

    /** Runs a statement: fails with what the driver or the breaker says. */
    public CompletionStage<AsyncResultSet> execute(Statement<?> statement) {
        return ask(() -> session.executeAsync(statement));
    }

    private <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> statement) {
        return streams.run(() -> guard.ask(statement));
    }

    /** Reads all rows of a statement. */
    public <T> CompletionStage<List<T>> rows(Statement<?> statement, Function<Row, T> mapper) {
        return read(statement, 1).thenCompose(page -> collect(page, mapper, new ArrayList<>()));
    }

    /** A serial read ends what others have begun, and has to try again when they come in between. */
    private CompletionStage<AsyncResultSet> read(Statement<?> statement, int attempt) {
        return execute(statement)
                .handle((page, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(page);
                    }
                    return attempt < SERIAL_ATTEMPTS && Failures.contended(failure)
                            ? after(pause(attempt), () -> read(statement, attempt + 1))
                            : CompletableFuture.<AsyncResultSet>failedFuture(failure);
                })
                .thenCompose(stage -> stage);
    }

    /** How long to wait after so many attempts at what others want, too: different for each of them. */
    public static Duration pause(int attempts) {
        long most = Math.min(MOST_PAUSE_MILLIS, LEAST_PAUSE_MILLIS * attempts);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, most));
    }

    private <T> CompletionStage<List<T>> collect(AsyncResultSet page, Function<Row, T> mapper, List<T> found) {
        page.currentPage().forEach(row -> found.add(mapper.apply(row)));
        if (!page.hasMorePages()) {
            return CompletableFuture.completedFuture(found);
        }
        return ask(page::fetchNextPage).thenCompose(next -> collect(next, mapper, found));
    }

    /** A call of the SPI that changes nothing. */
    public <T> CompletionStage<T> read(Supplier<CompletionStage<T>> call) {
        return call(call, Failures::ofRead);
    }

    /** A call of the SPI that changes something. */
    public <T> CompletionStage<T> write(Supplier<CompletionStage<T>> call) {
        return call(call, Failures::ofWrite);
    }

    private <T> CompletionStage<T> call(
            Supplier<CompletionStage<T>> call, Function<Throwable, ChatException> failures) {
        if (timer.isShutdown() || session.isClosed()) {
            return CompletableFuture.failedFuture(closed());
        }
        if (!guard.enter()) {
            return CompletableFuture.failedFuture(
                    new ChatException(ErrorCode.OVERLOADED, options.calls() + " calls of the store are under way"));
        }
        CompletionStage<T> stage;
        try {
            stage = call.get();
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            guard.leave();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failures.apply(failure));
            }
        });
        return result;
    }

    /** Goes on a little later. */
    public <T> CompletionStage<T> after(Duration pause, Supplier<CompletionStage<T>> next) {
        CompletableFuture<Boolean> woken = new CompletableFuture<>();
        try {
            ScheduledFuture<?> unused =
                    timer.schedule(() -> woken.complete(true), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(closed());
        }
        return woken.thenCompose(now -> next.get());
    }

    private static ChatException closed() {
        return new ChatException(ErrorCode.STORE_UNAVAILABLE, "the store is closed");
    }

    /** Refuses new calls; what waits for the timer goes on. The session belongs to whoever made it. */
    @Override
    public void close() {
        timer.shutdown();
    }
}
