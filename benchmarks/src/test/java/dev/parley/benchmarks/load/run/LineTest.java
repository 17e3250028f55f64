package dev.parley.benchmarks.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void pointsOnALineGiveThatLine() {
        Line line = Line.through(
                List.of(new Line.Point(1_000, 7_000), new Line.Point(5_000, 23_000), new Line.Point(19_000, 79_000)));
        assertThat(line.slope()).isCloseTo(4, within(1e-9));
        assertThat(line.start()).isCloseTo(3_000, within(1e-6));
        assertThat(line.fit()).isCloseTo(1, within(1e-9));
    }

    @Test
    void aPointBesideTheLineShowsInTheFit() {
        Line line = Line.through(List.of(new Line.Point(0, 0), new Line.Point(1, 5), new Line.Point(2, 0)));
        assertThat(line.fit()).isLessThan(0.1);
    }

    @Test
    void oneXIsNoLine() {
        assertThatThrownBy(() -> Line.through(List.of(new Line.Point(1, 1), new Line.Point(1, 2))))
                .hasMessageContaining("different x");
    }
}
