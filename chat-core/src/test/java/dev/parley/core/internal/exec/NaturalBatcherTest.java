package dev.parley.core.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NaturalBatcherTest {

    private final List<List<Integer>> batches = new ArrayList<>();
    private final List<CompletableFuture<List<String>>> answers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final NaturalBatcher<Integer, String> batcher = batcher(Runnable::run, items -> {
        CompletableFuture<List<String>> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    });

    private NaturalBatcher<Integer, String> batcher(
            Executor results, Function<List<Integer>, CompletionStage<List<String>>> call) {
        return new NaturalBatcher<>(
                items -> {
                    batches.add(items);
                    return call.apply(items);
                },
                new SerialExecutor(results, failures::add),
                2,
                3);
    }

    private static ErrorCode codeOf(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        assertThat(future).isCompletedExceptionally();
        return Stages.chatException(future.handle((value, failure) -> failure).join())
                .code();
    }

    private static String valueOf(CompletionStage<String> stage) {
        return stage.toCompletableFuture().getNow("nothing yet");
    }

    @Test
    void whatArrivesDuringACallFormsTheNextBatchAndMoreThanTheBoundIsRefused() {
        CompletionStage<String> one = batcher.submit(1);
        CompletionStage<String> two = batcher.submit(2);
        CompletionStage<String> three = batcher.submit(3);
        batcher.submit(4);
        assertThat(codeOf(batcher.submit(5))).isEqualTo(ErrorCode.OVERLOADED);
        answers.get(0).complete(List.of("a"));
        answers.get(1).complete(List.of("b", "c"));
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3), List.of(4));
        assertThat(List.of(valueOf(one), valueOf(two), valueOf(three))).containsExactly("a", "b", "c");
    }

    @Test
    void anErrorFailsItsBatchAndTheNextGoesOn() {
        NaturalBatcher<Integer, String> odd = batcher(Runnable::run, items -> {
            if (items.contains(1)) {
                throw new NoClassDefFoundError("gone");
            }
            return Stages.done(List.of("b"));
        });
        assertThat(codeOf(odd.submit(1))).isEqualTo(ErrorCode.INTERNAL);
        assertThat(valueOf(odd.submit(2))).isEqualTo("b");
    }

    @Test
    void anotherNumberOfResultsThanItemsFailsTheBatchAndTheNextGoesOn() {
        CompletionStage<String> one = batcher.submit(1);
        CompletionStage<String> two = batcher.submit(2);
        CompletionStage<String> three = batcher.submit(3);
        CompletionStage<String> four = batcher.submit(4);
        answers.get(0).complete(noList());
        answers.get(1).complete(List.of("b"));
        answers.get(2).complete(List.of("d"));
        assertThat(codeOf(one)).isEqualTo(ErrorCode.INTERNAL);
        assertThat(codeOf(two)).isEqualTo(ErrorCode.INTERNAL);
        assertThat(codeOf(three)).isEqualTo(ErrorCode.INTERNAL);
        assertThat(valueOf(four)).isEqualTo("d");
    }

    @Test
    void resultsThatAreThereAtOnceAreHandedOutOnTheThreadThatBroughtTheItem() {
        List<Runnable> pool = new ArrayList<>();
        NaturalBatcher<Integer, String> here = batcher(
                pool::add,
                items -> items.contains(1)
                        ? CompletableFuture.completedFuture(List.of("a"))
                        : CompletableFuture.completedStage(List.of("b")));
        assertThat(List.of(valueOf(here.submit(1)), valueOf(here.submit(2)))).containsExactly("a", "b");
        assertThat(pool).isEmpty();
    }

    @Test
    void whatCameDuringACallIsHandedOutElsewhereThoughItsResultsAreThereAtOnce() {
        List<Runnable> pool = new ArrayList<>();
        CompletableFuture<List<String>> first = new CompletableFuture<>();
        NaturalBatcher<Integer, String> later =
                batcher(pool::add, items -> items.contains(1) ? first : Stages.done(List.of("b")));
        later.submit(1);
        CompletionStage<String> two = later.submit(2);
        first.complete(List.of("a"));
        assertThat(valueOf(two)).isEqualTo("nothing yet");
        pool.forEach(Runnable::run);
        assertThat(valueOf(two)).isEqualTo("b");
    }

    @Test
    void anExecutorThatRefusesKeepsNoResultBack() {
        NaturalBatcher<Integer, String> refused = batcher(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                items -> {
                    CompletableFuture<List<String>> answer = new CompletableFuture<>();
                    answers.add(answer);
                    return answer;
                });
        CompletionStage<String> one = refused.submit(1);
        CompletionStage<String> two = refused.submit(2);
        answers.get(0).complete(List.of("a"));
        answers.get(1).complete(List.of("b"));
        assertThat(List.of(valueOf(one), valueOf(two))).containsExactly("a", "b");
        assertThat(failures).hasSize(2).allSatisfy(e -> assertThat(e).isInstanceOf(RejectedExecutionException.class));
    }

    @SuppressWarnings("NullAway")
    private static List<String> noList() {
        return null;
    }
}
