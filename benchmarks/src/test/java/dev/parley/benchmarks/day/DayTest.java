package dev.parley.benchmarks.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.benchmarks.capacity.Inputs;
import dev.parley.benchmarks.capacity.Traffic;
import dev.parley.benchmarks.counting.Counted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An hour of the day, on one of 50,000 users. */
class DayTest {

    private static final DayOptions HOUR = new DayOptions(7, 50_000, 3, 1);

    private static List<Slice> live() {
        Day day = new Day(HOUR, Traffic.REFERENCE);
        List<Slice> slices = day.live();
        assertThat(day.failures()).isEmpty();
        return slices;
    }

    @Test
    void theSameSeedLivesTheSameDay() {
        assertThat(live()).isEqualTo(live()).hasSize(6);
    }

    @Test
    void everyMessageIsAckedAndStoredOnce() {
        Slice hour = Slice.of(live());
        double written = hour.count("messages");
        assertThat(written).isPositive();
        assertThat(hour.count("LogStore.append" + Counted.ROWS)).isEqualTo(written);
        assertThat(hour.count("acks") + hour.count("posts")).isCloseTo(written, within(2.0));
        assertThat(hour.count("InboxStore.bump" + Counted.ROWS)).isGreaterThan(written);
    }

    @Test
    void theTableShowsTheHour() {
        assertThat(new DayTable(live(), Inputs.REFERENCE, HOUR.scale(), HOUR.nodes()).text())
                .contains("00:00 - 01:00")
                .contains("rows written");
    }

    @Test
    void theCurveHasAllMessagesOfADayAndTheirPeak() {
        double sum = 0;
        double most = 0;
        for (double rate : new DayCurve(Traffic.REFERENCE).messages()) {
            sum += rate;
            most = Math.max(most, rate);
        }
        assertThat(sum).isCloseTo(500e6, within(1.0));
        assertThat(most).isEqualTo(30_000);
    }
}
