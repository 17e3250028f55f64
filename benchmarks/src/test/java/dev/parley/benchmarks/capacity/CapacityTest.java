package dev.parley.benchmarks.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The calculation, on numbers that can be followed by hand. */
class CapacityTest {

    private static final Inputs USUAL = Inputs.REFERENCE;

    /** One message a second and nobody there to see it; everything costs a second of a core. */
    private static final Inputs SIMPLE = new Inputs(
            new Traffic(100, 10, 10, 10, 86_400, 1, 0),
            new Profile(2, 0, 0, 0, 0, 0, 0, 1),
            new Costs(1e6, 0, 0, 0, 0, 0, 1, 1e6, 1e6, 0, 1, 100),
            new Machines(1, 1, 10, 1, 1, 1, 1, 3, 1, 1, 2));

    @Test
    void connectionsAndCpuOfNodesAreCounted() {
        Capacity capacity = new Capacity(SIMPLE);
        assertThat(capacity.nodeMicros()).isEqualTo(1e6);
        assertThat(capacity.count(Capacity.NODE)).isEqualTo(1 + 2);
        assertThat(new Capacity(SIMPLE.with("connections", 41)).count(Capacity.NODE))
                .isEqualTo(5 + 2);
    }

    @Test
    void allReplicasWriteAndAMajorityReads() {
        Capacity capacity = new Capacity(SIMPLE);
        assertThat(capacity.cassandraMicros(3)).isEqualTo(3 * (1e6 + 2 * 1e6));
        double returning = new Capacity(SIMPLE.with("cassandraRead", 1e6)).cassandraMicros(3);
        assertThat(returning - capacity.cassandraMicros(3)).isCloseTo(2 * 6.1e6 * capacity.returns(), within(1.0));
    }

    @Test
    void aMessageGoesToFewerNodesThanItHasReaders() {
        Capacity capacity = new Capacity(SIMPLE.with("deliveries", 5));
        assertThat(capacity.told(1)).isZero();
        assertThat(capacity.told(2)).isBetween(0.9, 1.0);
        assertThat(capacity.told(1_000)).isBetween(4.9, 5.0);
    }

    @Test
    void diskGrowsWithWhatIsKept() {
        int usual = new Capacity(USUAL).count(Capacity.CASSANDRA);
        assertThat(new Capacity(USUAL.with("retentionDays", 3_650)).count(Capacity.CASSANDRA))
                .isGreaterThan(5 * usual);
    }

    @Test
    void moreOfEverythingNeverNeedsFewer() {
        for (String name :
                List.of("connections", "peakMessages", "rows", "deliveries", "asked", "receipts", "nodeMessage")) {
            Inputs twice = USUAL.with(name, 2 * value(name));
            for (String machines : List.of(Capacity.NODE, Capacity.CASSANDRA, Capacity.REDIS)) {
                assertThat(new Capacity(twice).count(machines))
                        .as("%s for twice the %s", machines, name)
                        .isGreaterThanOrEqualTo(new Capacity(USUAL).count(machines));
            }
        }
    }

    private static double value(String name) {
        return Objects.requireNonNull(USUAL.names().get(name), name);
    }

    @Test
    void inputsAreChangedByName() {
        Inputs changed = USUAL.with(List.of("nodeCores=8", "busy=0.7"));
        assertThat(changed.machines().nodeCores()).isEqualTo(8);
        assertThat(changed.machines().busy()).isEqualTo(0.7);
        assertThat(changed.traffic()).isEqualTo(USUAL.traffic());
        assertThatThrownBy(() -> USUAL.with("cores", 1)).hasMessageContaining("nodeCores");
        assertThatThrownBy(() -> USUAL.with(List.of("busy"))).hasMessageContaining("name=value");
        assertThatThrownBy(() -> USUAL.with("connections", 0)).hasMessageContaining("more than 0");
    }

    @Test
    void theTableNamesEveryInput() {
        String text = CapacityMain.text(USUAL);
        USUAL.names().keySet().forEach(name -> assertThat(text).contains(name + "="));
        assertThat(text).contains("connections").contains("disk for 365 days");
    }
}
