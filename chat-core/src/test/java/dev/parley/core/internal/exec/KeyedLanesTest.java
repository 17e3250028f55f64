package dev.parley.core.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyedLanesTest {

    private final KeyedLanes<String> lanes = new KeyedLanes<>();
    private final List<String> begun = new ArrayList<>();

    private CompletionStage<String> run(String key, String name, CompletionStage<String> stage) {
        return lanes.run(key, () -> {
            begun.add(name);
            return stage;
        });
    }

    @Test
    void aTaskBeginsWhenAllEarlierOnesOfItsKeyAreDone() {
        CompletableFuture<String> first = new CompletableFuture<>();
        run("a", "a1", first);
        CompletionStage<String> second = run("a", "a2", Stages.done("2"));
        run("b", "b1", Stages.done("1"));
        assertThat(begun).containsExactly("a1", "b1");
        first.complete("1");
        assertThat(begun).containsExactly("a1", "b1", "a2");
        assertThat(second.toCompletableFuture()).isCompletedWithValue("2");
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new IllegalStateException("a bug"), new StackOverflowError(), new NoClassDefFoundError("gone"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatATaskThrowsFailsItsStageAndTheLaneGoesOn(Throwable fault) {
        CompletableFuture<String> first = new CompletableFuture<>();
        run("a", "a1", first);
        CompletionStage<String> second = lanes.run("a", () -> {
            throw sneaky(fault);
        });
        CompletionStage<String> third = run("a", "a3", Stages.done("3"));
        first.complete("1");
        assertThat(second.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isSameAs(fault);
        assertThat(third.toCompletableFuture()).isCompletedWithValue("3");
        assertThat(run("a", "a4", Stages.done("4")).toCompletableFuture()).isCompletedWithValue("4");
    }

    @Test
    void aTaskWithoutAStageFailsAndTheLaneGoesOn() {
        assertThat(run("a", "a1", nothing()).toCompletableFuture()).isCompletedExceptionally();
        assertThat(run("a", "a2", Stages.done("2")).toCompletableFuture()).isCompletedWithValue("2");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable fault) throws E {
        throw (E) fault;
    }
}
