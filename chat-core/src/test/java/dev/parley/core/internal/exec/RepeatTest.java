package dev.parley.core.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RepeatTest {

    @Test
    void aMillionStepsThatAreDoneAtOnceNeedNoStack() {
        int[] steps = new int[1];
        CompletionStage<Integer> result =
                Repeat.until(() -> Stages.done(++steps[0] < 1_000_000 ? Optional.empty() : Optional.of(steps[0])));
        assertThat(result.toCompletableFuture()).isCompletedWithValue(1_000_000);
    }

    @Test
    void aStepBeginsWhenTheOneBeforeIsDone() {
        CompletableFuture<Optional<String>> first = new CompletableFuture<>();
        int[] steps = new int[1];
        CompletionStage<String> result = Repeat.until(() -> ++steps[0] == 1 ? first : Stages.done(Optional.of("done")));
        assertThat(steps[0]).isEqualTo(1);
        assertThat(result.toCompletableFuture()).isNotDone();
        first.complete(Optional.empty());
        assertThat(result.toCompletableFuture()).isCompletedWithValue("done");
    }

    @Test
    void aStepThatFailsOrThrowsEndsIt() {
        IllegalStateException fault = new IllegalStateException("a fault");
        CompletionStage<String> failed = Repeat.until(() -> CompletableFuture.failedStage(fault));
        CompletionStage<String> thrown = Repeat.until(() -> {
            throw fault;
        });
        assertThat(failed.handle((done, failure) -> failure).toCompletableFuture())
                .isCompletedWithValue(fault);
        assertThat(thrown.handle((done, failure) -> failure).toCompletableFuture())
                .isCompletedWithValue(fault);
    }
}
