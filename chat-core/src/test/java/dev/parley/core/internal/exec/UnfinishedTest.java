package dev.parley.core.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class UnfinishedTest {

    private final Deque<Runnable> timers = new ArrayDeque<>();
    private final Deque<ErrorCode> failing = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final Unfinished<String, Integer> unfinished = new Unfinished<>(
            (delay, task) -> {
                timers.add(task);
                return () -> timers.remove(task);
            },
            Math::max,
            this::again);

    @Test
    void whatFailedIsAskedForUntilItIsAnswered() {
        failing.addAll(List.of(ErrorCode.STORE_UNAVAILABLE, ErrorCode.OVERLOADED));
        unfinished.add("one", 3);
        timersFire();
        assertThat(asked).containsExactly("one 3", "one 3", "one 3");
        assertThat(unfinished.isEmpty()).isTrue();
    }

    @Test
    void ofTwoWithOneNameTheBothOfThemIsAskedFor() {
        unfinished.add("one", 3);
        unfinished.add("one", 2);
        timersFire();
        assertThat(asked).containsExactly("one 3");
    }

    @Test
    void whatGoesOnFailingHoldsUpNobody() {
        failing.addAll(List.of(ErrorCode.INTERNAL));
        unfinished.add("one", 3);
        unfinished.add("two", 4);
        timersFire();
        assertThat(asked).containsExactly("one 3", "two 4", "one 3");
    }

    @Test
    void whatIsRefusedIsAskedForOnce() {
        failing.add(ErrorCode.FORBIDDEN);
        unfinished.add("one", 3);
        timersFire();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatIsSettledMeanwhileIsNotAskedFor() {
        unfinished.add("one", 3);
        assertThat(unfinished.settle("one", most -> most <= 2)).isFalse();
        assertThat(unfinished.settle("one", most -> most <= 3)).isTrue();
        timersFire();
        assertThat(asked).isEmpty();
    }

    @Test
    void ofTooManyTheOldestAreForgotten() {
        for (int i = 0; i <= Unfinished.MOST; i++) {
            unfinished.add("no. " + i, 1);
        }
        timersFire();
        assertThat(asked).hasSize(Unfinished.MOST).startsWith("no. 1 1");
    }

    @Test
    void nothingIsAskedForAfterTheEnd() {
        unfinished.add("one", 3);
        unfinished.close();
        unfinished.add("one", 4);
        timersFire();
        assertThat(asked).isEmpty();
    }

    private void timersFire() {
        while (!timers.isEmpty()) {
            timers.remove().run();
        }
    }

    private CompletionStage<String> again(String name, int most) {
        asked.add(name + " " + most);
        ErrorCode fault = failing.poll();
        return fault == null
                ? CompletableFuture.completedFuture(name)
                : CompletableFuture.failedFuture(new ChatException(fault, "on purpose"));
    }
}
