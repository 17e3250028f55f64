package dev.parley.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoggedFailuresTest {

    private static final String HEARING = "hearing from another node";

    private final List<String> lines = new ArrayList<>();
    private final List<Throwable> traces = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final LoggedFailures failures = new LoggedFailures(() -> now, (line, trace) -> {
        lines.add(line);
        if (trace != null) {
            traces.add(trace);
        }
    });

    private static ChatException away() {
        return new ChatException(ErrorCode.STORE_UNAVAILABLE, "no answer");
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void anOutageIsALineWithItsTraceAndThenACountEachPeriod() {
        ChatException first = away();
        failures.onFailure(HEARING, first);
        for (int i = 0; i < 1_000; i++) {
            failures.onFailure(HEARING, away());
        }
        assertThat(lines).containsExactly("failed while hearing from another node");
        assertThat(traces).containsExactly(first);

        pass(LoggedFailures.PERIOD);
        failures.onFailure(HEARING, away());
        pass(LoggedFailures.PERIOD);
        failures.onFailure(HEARING, away());
        assertThat(lines.subList(1, lines.size()))
                .containsExactly(
                        "failed again while hearing from another node, 1000 times in 30 s, at last with " + away(),
                        "failed again while hearing from another node, 1 times in 30 s, at last with " + away());
        assertThat(traces).containsExactly(first);
    }

    @Test
    void whatCameOnceIsNewTheNextTime() {
        failures.onFailure(HEARING, away());
        pass(LoggedFailures.PERIOD);
        ChatException later = away();
        failures.onFailure(HEARING, later);
        assertThat(lines).hasSize(2).allMatch(line -> line.equals("failed while hearing from another node"));
        assertThat(traces).hasSize(2).contains(later);
    }

    @Test
    void otherCausesAndOtherWorkAreNotHidden() {
        failures.onFailure(HEARING, away());
        failures.onFailure(HEARING, new ChatException(ErrorCode.INTERNAL, "a fault"));
        failures.onFailure(HEARING, new IllegalStateException("a fault"));
        failures.onFailure("draining", away());
        assertThat(traces).hasSize(4);
    }

    @Test
    void theEndOfAnOutageIsCountedWithWhateverFailsNext() {
        failures.onFailure(HEARING, away());
        failures.onFailure(HEARING, away());
        pass(LoggedFailures.PERIOD.multipliedBy(2));
        failures.onFailure("draining", away());
        assertThat(lines)
                .containsExactly(
                        "failed while hearing from another node",
                        "failed again while hearing from another node, 1 times in 60 s, at last with " + away(),
                        "failed while draining");
    }

    @Test
    void aClockThatIsSetBackDoesNotSilenceIt() {
        failures.onFailure(HEARING, away());
        pass(Duration.ofDays(-365));
        failures.onFailure(HEARING, away());
        pass(LoggedFailures.PERIOD);
        failures.onFailure(HEARING, away());
        assertThat(lines).hasSize(2);
    }

    @Test
    void anyNumberOfKindsTakesBoundedRoom() {
        for (int i = 0; i < 10 * LoggedFailures.MOST; i++) {
            failures.onFailure("listener " + i, away());
        }
        assertThat(lines).hasSize(LoggedFailures.MOST + 1);
        pass(LoggedFailures.PERIOD);
        failures.onFailure(HEARING, away());
        assertThat(lines)
                .hasSize(LoggedFailures.MOST + 3)
                .anyMatch(line -> line.startsWith("failed again while other things, 899 times"));
    }
}
