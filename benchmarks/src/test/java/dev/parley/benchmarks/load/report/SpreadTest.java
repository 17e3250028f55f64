package dev.parley.benchmarks.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theMedianIsTheMiddleOfOddAndTheMeanOfEvenCounts() {
        assertThat(Spread.of(DoubleStream.of(9, 1, 5)).median()).isEqualTo(5);
        assertThat(Spread.of(DoubleStream.of(9, 1, 5, 7)).median()).isEqualTo(6);
    }

    @Test
    void theRangeIsToldWhereThereIsOne() {
        assertThat(Spread.of(DoubleStream.of(3, 1, 2)).text(0)).isEqualTo("2 (1–3)");
        assertThat(Spread.of(DoubleStream.of(3)).text(1)).isEqualTo("3.0");
        assertThat(Spread.of(DoubleStream.empty()).text(1)).isEqualTo("–");
    }

    @Test
    void aTargetThatWasNotMeasuredIsNotMet() {
        assertThat(Verdict.atLeast("x", Double.NaN, 1, "%.1f").outcome()).isEqualTo(Verdict.Outcome.NOT_MEASURED);
        assertThat(Verdict.atMost("x", Double.POSITIVE_INFINITY, 1, "%.1f").outcome())
                .isEqualTo(Verdict.Outcome.NOT_MEASURED);
        assertThat(Verdict.atLeast("x", 0.99, 1, "%.1f").outcome()).isEqualTo(Verdict.Outcome.MISSED);
        assertThat(Verdict.atMost("x", 1, 1, "%.1f").outcome()).isEqualTo(Verdict.Outcome.MET);
    }
}
