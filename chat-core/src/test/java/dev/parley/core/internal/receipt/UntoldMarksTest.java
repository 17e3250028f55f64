package dev.parley.core.internal.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Actor;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class UntoldMarksTest {

    private static final Actor ADA = Actor.user("ada");
    private static final ConversationId TRIP = new ConversationId("c.trip");

    private final Deque<Runnable> timers = new ArrayDeque<>();
    private final Deque<ErrorCode> failing = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final UntoldMarks untold = new UntoldMarks(
            (delay, task) -> {
                timers.add(task);
                return () -> timers.remove(task);
            },
            this::advance);

    @Test
    void whatFailedIsAskedForUntilItIsAnswered() {
        failing.addAll(List.of(ErrorCode.STORE_UNAVAILABLE, ErrorCode.OVERLOADED));
        untold.add(ADA, TRIP, new Marks(3, 1, 1));
        timersFire();
        assertThat(asked).containsExactly("ada c.trip 3 1", "ada c.trip 3 1", "ada c.trip 3 1");
        assertThat(untold.settle(ADA, TRIP, new Marks(9, 9, 9))).isFalse();
    }

    @Test
    void whatIsRefusedIsAskedForOnce() {
        failing.add(ErrorCode.FORBIDDEN);
        untold.add(ADA, TRIP, new Marks(3, 1, 1));
        timersFire();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatIsSettledMeanwhileIsNotAskedFor() {
        untold.add(ADA, TRIP, new Marks(3, 1, 1));
        assertThat(untold.settle(ADA, TRIP, new Marks(2, 2, 2))).isFalse();
        assertThat(untold.settle(ADA, TRIP, new Marks(3, 2, 2))).isTrue();
        timersFire();
        assertThat(asked).isEmpty();
    }

    @Test
    void ofTooManyTheOldestAreForgotten() {
        for (int i = 0; i <= UntoldMarks.MOST; i++) {
            untold.add(ADA, new ConversationId("c." + i), new Marks(1, 0, 0));
        }
        timersFire();
        assertThat(asked).hasSize(UntoldMarks.MOST).startsWith("ada c.1 1 0");
    }

    @Test
    void nothingIsAskedForAfterTheEnd() {
        untold.add(ADA, TRIP, new Marks(3, 1, 1));
        untold.close();
        untold.add(ADA, TRIP, new Marks(4, 1, 1));
        timersFire();
        assertThat(asked).isEmpty();
    }

    private void timersFire() {
        while (!timers.isEmpty()) {
            timers.remove().run();
        }
    }

    private CompletionStage<Marks> advance(Actor actor, ConversationId conversation, Marks marks) {
        asked.add(actor.user() + " " + conversation + " " + marks.delivered() + " " + marks.read());
        ErrorCode fault = failing.poll();
        return fault == null
                ? CompletableFuture.completedFuture(marks)
                : CompletableFuture.failedFuture(new ChatException(fault, "on purpose"));
    }
}
