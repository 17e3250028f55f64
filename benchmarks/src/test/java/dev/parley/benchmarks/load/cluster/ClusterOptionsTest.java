package dev.parley.benchmarks.load.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {

    @Test
    void whatIsNamedStandsOverWhatAFormSays() {
        ClusterOptions options = ClusterOptions.of(List.of("full", "nodes=1,2,3", "measure=100"));
        assertThat(options.list("nodes")).containsExactly("1", "2", "3");
        assertThat(options.number("measure")).isEqualTo(100);
        assertThat(options.list("workloads")).contains("pairs", "fanout");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> ClusterOptions.of(List.of("node=1"))).hasMessageContaining("node=1");
    }
}
