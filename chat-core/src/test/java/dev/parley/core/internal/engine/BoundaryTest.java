package dev.parley.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.internal.exec.Stages;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BoundaryTest {

    @FunctionalInterface
    interface Service {
        CompletionStage<String> call(String word);
    }

    @Test
    void whatTheServiceAnswersComesThrough() {
        Service service = Boundary.around(Service.class, CompletableFuture::completedStage);

        assertThat(service.call("yes").toCompletableFuture()).isCompletedWithValue("yes");
    }

    @Test
    void whatTheServiceThrowsFailsTheStage() {
        assertThat(codeOf(() -> {
                    throw new ChatException(ErrorCode.LIMIT_EXCEEDED, "too long");
                }))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void aBadArgumentIsABadRequest() {
        assertThat(codeOf(() -> {
                    throw new IllegalArgumentException("user: 0 characters (expected: 1..128)");
                }))
                .isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void whatIsNotOursBecomesInternal() {
        assertThat(codeOf(() -> CompletableFuture.failedStage(new IllegalStateException("a store's own"))))
                .isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void anErrorOfTheMachineFailsTheStageAndIsItsCause() {
        Error full = new OutOfMemoryError("full");
        Service service = Boundary.around(Service.class, word -> {
            throw full;
        });

        assertThat(service.call("word")
                        .handle((value, thrown) -> Stages.unwrap(thrown))
                        .toCompletableFuture()
                        .join())
                .isInstanceOfSatisfying(
                        ChatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasCause(full);
    }

    private static ErrorCode codeOf(Supplier<CompletionStage<String>> answer) {
        Service service = Boundary.around(Service.class, word -> answer.get());
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        service.call("word").whenComplete((value, thrown) -> failure.complete(thrown));
        return ((ChatException) Stages.unwrap(failure.join())).code();
    }
}
