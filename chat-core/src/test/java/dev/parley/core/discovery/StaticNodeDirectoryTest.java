package dev.parley.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaticNodeDirectoryTest {

    private final StaticNodeDirectory directory = StaticNodeDirectory.of(List.of(address("a"), address("b")));

    @Test
    void theListIsWhatItWasGivenWhateverNodesSay() {
        NodeListing other = new NodeListing(address("c"), 5, 0, false, "1");
        assertThat(directory.register(other, Duration.ofSeconds(1))).isCompleted();
        assertThat(directory.unregister("a")).isCompleted();
        assertThat(directory.nodes().toCompletableFuture().join().nodes())
                .extracting(NodeListing::address)
                .containsExactly(address("a"), address("b"));
    }

    @Test
    void allCountAsEquallyFull() {
        assertThat(directory.nodes().toCompletableFuture().join().nodes())
                .extracting(NodeListing::free)
                .hasSize(2)
                .containsOnly(1_000_000);
    }

    @Test
    void twoOfOneNameAreRefused() {
        assertThatThrownBy(() -> StaticNodeDirectory.of(List.of(address("a"), address("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("addresses: a twice (expected: once)");
    }

    private static NodeAddress address(String name) {
        return new NodeAddress(name, URI.create("ws://" + name + "/v1/connect"), URI.create("http://" + name), null);
    }
}
