package dev.parley.store.cassandra.internal.state;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.Failures;
import dev.parley.store.cassandra.internal.db.Futures;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Writes of several statements, and writes that depend on what is there. Thread-safe. */
final class Writes {

    private static final int ATTEMPTS = 40;

    private final Database database;

    Writes(Database database) {
        this.database = database;
    }

    /**
     * Writes rows that may be written again, some at once. When one fails after others were written, what became of the whole is
     * unknown.
     */
    CompletionStage<Void> all(List<? extends Statement<?>> statements) {
        AtomicBoolean changed = new AtomicBoolean();
        CompletableFuture<Void> whole = new CompletableFuture<>();
        Futures.each(
                        List.copyOf(statements),
                        each -> database.execute(each).thenApply(done -> {
                            changed.set(true);
                            return true;
                        }))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        whole.complete(null);
                    } else {
                        whole.completeExceptionally(
                                changed.get() ? Failures.unknown(failure) : Failures.ofWrite(failure));
                    }
                });
        return whole;
    }

    /** Writes a row, whether it is there or not, by conditional writes only: the last one to be agreed on counts. */
    CompletionStage<Void> upsert(Supplier<? extends Statement<?>> update, Supplier<? extends Statement<?>> insert) {
        return untilApplied(List.of(update, insert), 0);
    }

    private CompletionStage<Void> untilApplied(List<Supplier<? extends Statement<?>>> turns, int attempt) {
        return database.execute(turns.get(attempt % turns.size()).get())
                .thenApply((AsyncResultSet answer) -> answer.wasApplied())
                .handle((applied, failure) -> {
                    if (failure != null && (attempt >= ATTEMPTS || !Failures.contended(failure))) {
                        return CompletableFuture.<Void>failedFuture(failure);
                    } else if (failure != null) {
                        return database.after(Database.pause(attempt + 1), () -> untilApplied(turns, attempt + 1));
                    } else if (applied) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    return attempt >= ATTEMPTS ? Writes.<Void>tooMany() : untilApplied(turns, attempt + 1);
                })
                .thenCompose(stage -> stage);
    }

    /** Reads and writes what depends on it, until nobody was in between; what may be repeated, and begins serially. */
    <T> CompletionStage<T> untilAgreed(Supplier<CompletionStage<Attempt<T>>> attempt) {
        return untilAgreed(attempt, 1);
    }

    private <T> CompletionStage<T> untilAgreed(Supplier<CompletionStage<Attempt<T>>> attempt, int number) {
        return attempt.get()
                .handle((made, failure) -> {
                    if (failure != null && (number >= ATTEMPTS || !Failures.contended(failure))) {
                        return CompletableFuture.<T>failedFuture(failure);
                    } else if (failure == null && made.applied()) {
                        return CompletableFuture.completedFuture(made.result());
                    } else if (number >= ATTEMPTS) {
                        return Writes.<T>tooMany();
                    }
                    return database.after(Database.pause(number), () -> untilAgreed(attempt, number + 1));
                })
                .thenCompose(stage -> stage);
    }

    private static <T> CompletionStage<T> tooMany() {
        return CompletableFuture.failedFuture(
                new ChatException(ErrorCode.OVERLOADED, "too many write to one row at once"));
    }

    /**
     * What came of an attempt. Immutable.
     *
     * @param applied whether nobody was in between
     * @param result what it comes to then
     */
    record Attempt<T>(boolean applied, T result) {}
}
