package dev.parley.core.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.runtime.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

    private final ManualRuntime manual = new ManualRuntime();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> fired = new ArrayList<>();
    private final TimerWheel wheel = new TimerWheel(
            manual.runtime().scheduler(), Duration.ofMillis(10), (where, failure) -> failures.add(failure));

    @Test
    void timersFireWhenDueAndNotBefore() {
        later("b", 20);
        later("a", 10);
        later("c", 3_000);
        manual.advance(Duration.ofMillis(99));
        assertThat(fired).isEmpty();
        manual.advance(Duration.ofMillis(1));
        assertThat(fired).containsExactly("a");
        manual.advance(Duration.ofMillis(100));
        assertThat(fired).containsExactly("a", "b");
        manual.advance(Duration.ofMillis(29_790));
        assertThat(fired).containsExactly("a", "b");
        manual.advance(Duration.ofMillis(10));
        assertThat(fired).containsExactly("a", "b", "c");
    }

    @Test
    void itStandsStillWithoutTimersAndTurnsAgainWithOne() {
        later("a", 1);
        manual.advance(Duration.ofSeconds(1));
        assertThat(manual.scheduled()).isZero();
        assertThat(wheel.now()).isEqualTo(1);
        later("b", 1);
        assertThat(manual.scheduled()).isEqualTo(1);
        manual.advance(Duration.ofMillis(10));
        assertThat(fired).containsExactly("a", "b");
    }

    @Test
    void oneTaskTurnsItHoweverManyTimersWait() {
        for (int i = 0; i < 1_000; i++) {
            later("t" + i, 1 + i % 500);
        }
        assertThat(manual.scheduled()).isEqualTo(1);
        manual.advance(Duration.ofSeconds(5));
        assertThat(fired).hasSize(1_000);
    }

    @Test
    void aTimerThatThrowsIsReportedAndTheWheelTurnsOn() {
        Error fault = new AssertionError("wrong");
        wheel.schedule(1, TimerWheel.Timer.of(() -> {
            throw fault;
        }));
        later("a", 1);
        later("b", 2);
        manual.advance(Duration.ofSeconds(1));
        assertThat(failures).containsExactly(fault);
        assertThat(fired).containsExactly("a", "b");
    }

    @Test
    void aTimerMayScheduleItselfAgain() {
        TimerWheel.Timer[] self = new TimerWheel.Timer[1];
        self[0] = TimerWheel.Timer.of(() -> {
            fired.add("again");
            if (fired.size() < 5) {
                wheel.schedule(3, self[0]);
            }
        });
        wheel.schedule(3, self[0]);
        manual.advance(Duration.ofMillis(150));
        assertThat(fired).hasSize(5);
        assertThat(manual.scheduled()).isZero();
    }

    @Test
    void aTimerThatThrowsStopsNeitherTheWheelNorTheOthers() {
        wheel.schedule(1, TimerWheel.Timer.of(() -> {
            throw new IllegalStateException("broken");
        }));
        later("a", 1);
        later("b", 2);
        manual.advance(Duration.ofMillis(20));
        assertThat(fired).containsExactly("a", "b");
        assertThat(failures).hasSize(1);
    }

    @Test
    void durationsRoundUp() {
        assertThat(wheel.ticks(Duration.ofMillis(11))).isEqualTo(2);
        assertThat(wheel.ticks(Duration.ofMillis(10))).isEqualTo(1);
        assertThat(wheel.ticks(Duration.ZERO)).isEqualTo(1);
        assertThat(TimerWheel.tickFor(Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(500));
        assertThat(TimerWheel.tickFor(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(5));
    }

    private void later(String name, long ticks) {
        wheel.schedule(ticks, TimerWheel.Timer.of(() -> fired.add(name)));
    }
}
