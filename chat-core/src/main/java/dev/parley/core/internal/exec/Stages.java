package dev.parley.core.internal.exec;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What the engine does with completion stages again and again. */
public final class Stages {

    /** What {@link CompletableFuture#completedStage} makes, which hosts and stores like to answer with. */
    private static final Class<?> MINIMAL =
            CompletableFuture.completedStage(true).getClass();

    private Stages() {}

    /** A stage that is done. */
    public static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /**
     * What comes of a stage goes into the next: at once when it is done already, which on the way of a message it nearly
     * always is, and without a stage between the two.
     */
    public static <T, R> CompletionStage<R> then(
            CompletionStage<T> stage, Function<? super T, ? extends CompletionStage<R>> next) {
        CompletableFuture<T> done = succeeded(stage);
        if (done == null) {
            return stage.thenCompose(next);
        }
        try {
            return Objects.requireNonNull(next.apply(done.getNow(null)), "a stage was due, and null came");
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What is made of the value of a stage: at once when it is done already. */
    public static <T, R> CompletionStage<R> map(CompletionStage<T> stage, Function<? super T, ? extends R> next) {
        CompletableFuture<T> done = succeeded(stage);
        if (done == null) {
            return stage.thenApply(next);
        }
        try {
            return CompletableFuture.completedFuture(next.apply(done.getNow(null)));
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The stage itself when it is done and did not fail; null for all others, and for those that do not tell. */
    private static <T> @Nullable CompletableFuture<T> succeeded(CompletionStage<T> stage) {
        // Exactly these classes: the minimal stages of the JDK extend the one and refuse to answer but by a copy.
        boolean ours = stage.getClass() == CompletableFuture.class || stage.getClass() == MINIMAL;
        if (!ours) {
            return null;
        }
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally() ? future : null;
    }

    /** The stage after somebody has heard what became of it: at once when it is done already. */
    public static <T> CompletionStage<T> heard(
            CompletionStage<T> stage, BiConsumer<? super T, ? super @Nullable Throwable> end) {
        CompletableFuture<T> done = succeeded(stage);
        if (done == null) {
            return stage.whenComplete(end);
        }
        try {
            end.accept(done.getNow(null), null);
            return stage;
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether a stage is known to be done and not to have failed. */
    static boolean isDone(CompletionStage<?> stage) {
        return succeeded(stage) != null;
    }

    /** Completes a future with what comes of a stage, without the wrapping of failures. */
    static <T> void settle(CompletionStage<T> stage, CompletableFuture<T> result) {
        CompletableFuture<T> done = succeeded(stage);
        if (done != null) {
            result.complete(done.getNow(null));
            return;
        }
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(unwrap(failure));
            }
        });
    }

    /** A stage that is done and has nothing to say. */
    public static CompletionStage<Void> nothing() {
        return done(true).thenAccept(done -> {});
    }

    /** A stage that failed. */
    public static <T> CompletionStage<T> failed(ErrorCode code, String message) {
        return CompletableFuture.failedStage(new ChatException(code, message));
    }

    /** Runs code of others: whatever it throws, errors too, fails the stage, and so does no stage at all. */
    public static <T> CompletionStage<T> of(Supplier<? extends CompletionStage<T>> code) {
        try {
            return Objects.requireNonNull(code.get(), "a stage was due, and null came");
        } catch (Throwable e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Runs code for a caller, who sees our exception only: it throws nothing, and any failure becomes one of ours. */
    public static <T> CompletionStage<T> ours(Supplier<? extends CompletionStage<T>> code) {
        return recover(of(code), failure -> CompletableFuture.failedStage(chatException(failure)));
    }

    /** What really happened, without the wrapping of futures. */
    public static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Makes a failure one that callers may see: ours stays, any other becomes internal. */
    public static ChatException chatException(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof ChatException ours) {
            return ours;
        }
        if (cause instanceof IllegalArgumentException) {
            return new ChatException(ErrorCode.BAD_REQUEST, String.valueOf(cause.getMessage()), cause);
        }
        return new ChatException(ErrorCode.INTERNAL, "a fault of the server", cause);
    }

    /** Tells whether a stage failed with some code. */
    public static boolean failedWith(Throwable failure, ErrorCode code) {
        return unwrap(failure) instanceof ChatException ours && ours.code() == code;
    }

    /** What was found, or empty where the answer is that there is nothing. */
    public static <T> CompletionStage<Optional<T>> ifFound(CompletionStage<T> stage) {
        return recover(
                stage.thenApply(Optional::of),
                failure -> failedWith(failure, ErrorCode.NOT_FOUND)
                        ? done(Optional.empty())
                        : CompletableFuture.failedStage(failure));
    }

    /** Waits for all, in order. */
    public static <T> CompletionStage<List<T>> all(List<? extends CompletionStage<T>> stages) {
        CompletionStage<List<T>> collected = done(new ArrayList<>(stages.size()));
        for (CompletionStage<T> stage : stages) {
            collected = collected.thenCombine(stage, (list, value) -> {
                list.add(value);
                return list;
            });
        }
        return collected;
    }

    /** Asks for the value of each key, all at once, and waits for all. */
    public static <K, A, V> CompletionStage<Map<K, V>> each(
            Map<K, ? extends A> asked, BiFunction<? super K, ? super A, ? extends CompletionStage<V>> ask) {
        CompletionStage<Map<K, V>> collected = done(new LinkedHashMap<>());
        for (Map.Entry<K, ? extends A> one : asked.entrySet()) {
            collected = collected.thenCombine(ask.apply(one.getKey(), one.getValue()), (map, value) -> {
                map.put(one.getKey(), value);
                return map;
            });
        }
        return collected;
    }

    /**
     * Passes items on in chunks, one chunk after the other.
     *
     * @param weight of an item; heavier than {@code most}, it is a chunk of its own
     * @param most how much a chunk may weigh
     * @param call takes a chunk and answers one result for each item, in order
     */
    public static <T, R> CompletionStage<List<R>> chunked(
            List<T> items, ToIntFunction<T> weight, int most, Function<List<T>, CompletionStage<List<R>>> call) {
        List<List<T>> chunks = new ArrayList<>();
        int room = 0;
        for (T item : items) {
            int heavy = weight.applyAsInt(item);
            if (chunks.isEmpty() || heavy > room) {
                chunks.add(new ArrayList<>());
                room = most;
            }
            chunks.get(chunks.size() - 1).add(item);
            room -= heavy;
        }
        CompletionStage<List<R>> collected = done(new ArrayList<>(items.size()));
        for (List<T> chunk : chunks) {
            collected = collected.thenCompose(list -> call.apply(chunk).thenApply(results -> {
                if (results.size() != chunk.size()) {
                    throw new IllegalStateException("results: " + results.size() + " (expected: " + chunk.size() + ")");
                }
                list.addAll(results);
                return list;
            }));
        }
        return collected;
    }

    /** Goes on after a failure. */
    public static <T> CompletionStage<T> recover(
            CompletionStage<T> stage, Function<Throwable, CompletionStage<T>> recovery) {
        if (succeeded(stage) != null) {
            return stage;
        }
        return stage.handle((value, failure) -> failure == null ? done(value) : recovery.apply(failure))
                .thenCompose(Function.identity());
    }
}
