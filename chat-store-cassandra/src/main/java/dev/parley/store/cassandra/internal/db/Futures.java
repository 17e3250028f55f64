package dev.parley.store.cassandra.internal.db;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks for many things at once, but not for too many. */
public final class Futures {

    /** How many statements of one call are under way at once. */
    private static final int AT_ONCE = 64;

    private Futures() {}

    /** One answer for each item, in order; fails as the first that failed, once all that were asked have ended. */
    public static <T, R> CompletionStage<List<R>> each(List<T> items, Function<T, CompletionStage<R>> ask) {
        return new Window<>(items, ask).start();
    }

    /** Confined to its monitor. */
    private static final class Window<T, R> {

        private final Deque<Integer> left = new ArrayDeque<>();
        private final List<T> items;
        private final Function<T, CompletionStage<R>> ask;
        private final List<CompletableFuture<R>> answers = new ArrayList<>();
        private final CompletableFuture<List<R>> whole = new CompletableFuture<>();
        private int underWay;
        private @Nullable Throwable failure;

        Window(List<T> items, Function<T, CompletionStage<R>> ask) {
            this.items = items;
            this.ask = ask;
            for (int i = 0; i < items.size(); i++) {
                left.add(i);
                answers.add(new CompletableFuture<>());
            }
        }

        CompletionStage<List<R>> start() {
            if (items.isEmpty()) {
                return CompletableFuture.completedFuture(List.of());
            }
            go();
            return whole;
        }

        private void go() {
            while (true) {
                int next;
                synchronized (this) {
                    if (underWay >= AT_ONCE || left.isEmpty() || failure != null) {
                        return;
                    }
                    next = left.remove();
                    underWay++;
                }
                ask(next);
            }
        }

        private void ask(int place) {
            CompletionStage<R> answer;
            try {
                answer = ask.apply(items.get(place));
            } catch (RuntimeException e) {
                answer = CompletableFuture.failedFuture(e);
            }
            answer.whenComplete((value, failed) -> {
                if (failed == null) {
                    answers.get(place).complete(value);
                }
                if (ended(failed)) {
                    finish();
                } else {
                    go();
                }
            });
        }

        private synchronized boolean ended(@Nullable Throwable failed) {
            underWay--;
            if (failed != null && failure == null) {
                failure = failed;
            }
            return underWay == 0 && (left.isEmpty() || failure != null);
        }

        private void finish() {
            Throwable failed;
            synchronized (this) {
                failed = failure;
            }
            if (failed != null) {
                whole.completeExceptionally(Failures.unwrap(failed));
            } else {
                whole.complete(answers.stream().map(each -> each.getNow(null)).toList());
            }
        }
    }
}
