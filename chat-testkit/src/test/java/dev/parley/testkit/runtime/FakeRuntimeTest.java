package dev.parley.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.runtime.Scheduler.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeRuntimeTest {

    private final FakeRuntime fake = new FakeRuntime(1);
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasksRunOnDemandInTheirOrder() {
        fake.runtime().executor().execute(() -> {
            ran.add("first");
            fake.runtime().executor().execute(() -> ran.add("third"));
        });
        fake.runtime().executor().execute(() -> ran.add("second"));
        assertThat(ran).isEmpty();
        fake.runAll();
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void tasksRunAtTheirTimeAndNoEarlier() {
        schedule(30, "late");
        schedule(10, "early");
        schedule(10, "early too");
        fake.advance(Duration.ofMillis(9));
        assertThat(ran).isEmpty();
        fake.advance(Duration.ofMillis(1));
        assertThat(ran).containsExactly("early@10", "early too@10");
        fake.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("early@10", "early too@10", "late@30");
        assertThat(elapsed()).isEqualTo(1_010);
    }

    @Test
    void aTaskThatSchedulesItselfRunsOncePerPeriod() {
        repeat();
        fake.advance(Duration.ofMillis(35));
        assertThat(ran).containsExactly("tick@10", "tick@20", "tick@30");
        assertThat(fake.scheduler().waiting()).isEqualTo(1);
    }

    @Test
    void aDelayOfZeroOrLessIsDueNow() {
        schedule(0, "now");
        schedule(-5, "past");
        fake.runAll();
        assertThat(ran).containsExactly("now@0", "past@0");
    }

    @Test
    void aCancelledTaskNeverRuns() {
        Scheduled cancelled = fake.runtime().scheduler().schedule(Duration.ofMillis(5), () -> ran.add("cancelled"));
        schedule(5, "kept");
        cancelled.cancel();
        fake.advance(Duration.ofSeconds(1));
        cancelled.cancel();
        assertThat(ran).containsExactly("kept@5");
    }

    @Test
    void theClockMayStepBackWhileTimersGoOn() {
        schedule(20, "timer");
        fake.clock().advance(Duration.ofHours(-1));
        assertThat(fake.runtime().clock().instant()).isEqualTo(FakeClock.START.minusSeconds(3600));
        fake.advance(Duration.ofMillis(20));
        assertThat(ran).hasSize(1);
        fake.clock().set(Instant.EPOCH);
        assertThat(fake.runtime().clock().millis()).isZero();
    }

    @Test
    void whatATaskThrowsTheTestGetsAndTheNextTaskStillRuns() {
        fake.runtime().executor().execute(() -> {
            throw new IllegalStateException("broken");
        });
        fake.runtime().executor().execute(() -> ran.add("next"));
        assertThatThrownBy(fake::runAll).hasMessage("broken");
        fake.runAll();
        assertThat(ran).containsExactly("next");
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        assertThat(new FakeRuntime(7).runtime().random().nextLong())
                .isEqualTo(new FakeRuntime(7).runtime().random().nextLong())
                .isNotEqualTo(new FakeRuntime(8).runtime().random().nextLong());
    }

    private void repeat() {
        assertThat(fake.runtime().scheduler().schedule(Duration.ofMillis(10), () -> {
                    ran.add("tick@" + elapsed());
                    repeat();
                }))
                .isNotNull();
    }

    private void schedule(long millis, String name) {
        assertThat(fake.runtime()
                        .scheduler()
                        .schedule(Duration.ofMillis(millis), () -> ran.add(name + "@" + elapsed())))
                .isNotNull();
    }

    private long elapsed() {
        return Duration.between(FakeClock.START, fake.clock().instant()).toMillis();
    }
}
