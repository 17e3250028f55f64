package dev.parley.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.UserId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatelyToldTest {

    private final LatelyTold told = new LatelyTold();

    @Test
    void whoWasConcernedIsRememberedForSomeBeatsAndThenForgotten() {
        told.add(user(1));
        for (int beat = 0; beat < LatelyTold.BEATS; beat++) {
            assertThat(told.has(user(1))).isTrue();
            told.beat();
        }
        assertThat(told.has(user(1))).isTrue();
        for (int beat = 0; beat < LatelyTold.BEATS; beat++) {
            told.beat();
        }
        assertThat(told.has(user(1))).isFalse();
    }

    @Test
    void whoWasAddedIsAlwaysFoundAndOthersAreRarely() {
        IntStream.range(0, 400_000).forEach(i -> told.add(user(i)));
        assertThat(IntStream.range(0, 400_000).allMatch(i -> told.has(user(i)))).isTrue();
        long wrongly =
                IntStream.range(400_000, 500_000).filter(i -> told.has(user(i))).count();
        assertThat(wrongly).isLessThan(20_000);
    }

    private static UserId user(int number) {
        return new UserId("user-" + number);
    }
}
