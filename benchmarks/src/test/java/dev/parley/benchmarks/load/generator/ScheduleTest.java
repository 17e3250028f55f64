package dev.parley.benchmarks.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    private final Schedule schedule = new Schedule(1_000_000, 1_000);

    @Test
    void messagesAreDueAtAFixedRateFromTheStart() {
        assertThat(schedule.due(0)).isEqualTo(1_000_000);
        assertThat(schedule.due(1)).isEqualTo(2_000_000);
        assertThat(schedule.due(1_000)).isEqualTo(1_001_000_000);
    }

    @Test
    void nothingIsDueBeforeTheStart() {
        assertThat(schedule.countDue(999_999)).isZero();
        assertThat(schedule.countDue(1_000_000)).isEqualTo(1);
    }

    @Test
    void whoeverSleptFindsAllThatFellDueMeanwhile() {
        assertThat(schedule.countDue(1_000_000 + 250_500_000)).isEqualTo(251);
    }

    @Test
    void aMessageIsCountedAsDueAtItsTimeAndNotBefore() {
        for (double rate : new double[] {1, 3, 7, 999, 30_000, 123_456.789}) {
            Schedule odd = new Schedule(17, rate);
            for (int message = 0; message < 10_000; message += 37) {
                long due = odd.due(message);
                assertThat(odd.countDue(due)).isGreaterThan(message);
                assertThat(odd.countDue(due - 1)).isLessThanOrEqualTo(message);
            }
        }
    }

    @Test
    void aRateIsMoreThanNothing() {
        assertThatThrownBy(() -> new Schedule(0, 0)).hasMessageContaining("perSecond");
        assertThatThrownBy(() -> new Schedule(0, Double.NaN)).hasMessageContaining("perSecond");
    }
}
