package dev.parley.benchmarks.load.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcFilesTest {

    private static final String FIELDS = " S 1 2 3 4 5 6 7 8 9 10 250 150 13 14 20 0 30 0 1000";

    @Test
    void cpuTimeIsUserAndSystemTicks() {
        assertThat(ProcFiles.cpuMicros("42 (java)" + FIELDS)).isEqualTo(4_000_000);
    }

    @Test
    void aNameMayHoldSpacesAndBrackets() {
        assertThat(ProcFiles.cpuMicros("42 (a) 1 2 (b c)" + FIELDS)).isEqualTo(4_000_000);
    }

    @Test
    void aProcessThatHasEndedUsesNothing() {
        assertThat(ProcFiles.cpuMicros(Long.MAX_VALUE)).isZero();
        assertThat(ProcFiles.treeCpuMicros(List.of(Long.MAX_VALUE))).isZero();
    }

    @Test
    void memoryIsInKibibytes() {
        List<String> smaps = List.of("5581 ---p 00000000 00:00 0 [rollup]", "Rss:             1234 kB", "Pss: 1 kB");
        assertThat(ProcFiles.value(smaps, "Rss:")).isEqualTo(1_234 * 1_024);
    }

    @Test
    void memoryThatIsNotToldIsNotZero() {
        assertThatThrownBy(() -> ProcFiles.value(List.of("Pss: 1 kB"), "Rss:")).hasMessageContaining("Rss:");
    }
}
