package dev.parley.core.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeChoiceTest {

    private static final int CLIENTS = 10_000;

    private final Random random = new Random(7);

    @Test
    void nodesOfTheRegionComeFirst() {
        NodeChoice choice = new NodeChoice(
                List.of(node("far", "us", 1_000, 0), node("near", "eu", 1_000, 999), node("nowhere", null, 1_000, 0)),
                "eu");
        for (int i = 0; i < 100; i++) {
            assertThat(draw(choice, 3)).hasSize(3).startsWith("near");
        }
    }

    @Test
    void aNodeWithTwiceTheRoomComesFirstTwiceAsOften() {
        NodeChoice choice =
                new NodeChoice(List.of(node("small", "eu", 1_000, 700), node("large", "eu", 1_000, 400)), "eu");
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < CLIENTS; i++) {
            first.merge(draw(choice, 1).get(0), 1, Integer::sum);
        }
        assertThat(first.get("large")).isBetween(CLIENTS * 63 / 100, CLIENTS * 70 / 100);
    }

    @Test
    void clientsWhoAskAtTheSameMomentSpread() {
        List<NodeListing> nodes = IntStream.range(0, 10)
                .mapToObj(i -> node("n" + i, "eu", 1_000, 0))
                .toList();
        NodeChoice choice = new NodeChoice(nodes, "eu");
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < CLIENTS; i++) {
            first.merge(draw(choice, 3).get(0), 1, Integer::sum);
        }
        assertThat(first.values())
                .hasSize(10)
                .allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
    }

    @Test
    void fullNodesComeAfterAllThatHaveRoom() {
        NodeChoice choice = new NodeChoice(
                List.of(node("full", "eu", 10, 10), node("over", "eu", 10, 11), node("far", "us", 10, 9)), "eu");
        for (int i = 0; i < 100; i++) {
            assertThat(draw(choice, 3)).hasSize(3).startsWith("far");
        }
    }

    @Test
    void aDrainingNodeIsNeverNamed() {
        NodeListing draining = new NodeListing(node("gone", "eu", 10, 0).address(), 10, 0, true, "");
        NodeChoice choice = new NodeChoice(List.of(draining, node("full", "us", 10, 10)), "eu");
        assertThat(draw(choice, 5)).containsExactly("full");
        assertThat(draw(new NodeChoice(List.of(draining), "eu"), 5)).isEmpty();
    }

    @Test
    void noNodeIsNamedTwice() {
        NodeChoice choice = new NodeChoice(
                List.of(node("a", "eu", 10, 0), node("b", "eu", 10, 10), node("c", null, 10, 0), node("d", "us", 1, 0)),
                null);
        for (int i = 0; i < 100; i++) {
            assertThat(draw(choice, 9))
                    .containsExactlyInAnyOrder("a", "b", "c", "d")
                    .startsWith("c");
        }
    }

    private List<String> draw(NodeChoice choice, int limit) {
        return choice.draw(limit, random).stream().map(NodeAddress::node).toList();
    }

    private static NodeListing node(String name, @Nullable String region, int capacity, int connections) {
        NodeAddress address = new NodeAddress(
                name,
                URI.create("ws://" + name + ".example/v1/connect"),
                URI.create("http://" + name + ".example"),
                region);
        return new NodeListing(address, capacity, connections, false, "");
    }
}
