package dev.parley.benchmarks.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void aWorkloadHasItsOwnServersOrThoseOfAll() {
        Options options = Options.of("full", "subjects-pairs=relay-json");
        assertThat(options.subjects("pairs")).containsExactly("relay-json");
        assertThat(options.subjects("idle")).containsExactly("relay-raw", "parley-rocksdb");
        assertThat(options.subjects("receipts")).contains("durable-rocksdb", "cometd");
    }

    @Test
    void whoNamesServersForAllMeansAll() {
        Options options = Options.of("full", "subjects=parley-h2");
        assertThat(options.subjects("fanout")).containsExactly("parley-h2");
        assertThat(options.subjects("pairs")).containsExactly("parley-h2");
    }

    @Test
    void whatIsUnknownIsRefused() {
        assertThatThrownBy(() -> Options.of("subjects-pears=relay-json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("subjects-pears")
                .hasMessageContaining("subjects-pairs");
    }
}
