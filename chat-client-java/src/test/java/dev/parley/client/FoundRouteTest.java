package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.fake.VirtualLoop;
import dev.parley.client.internal.session.FoundRoute;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FoundRouteTest {

    private final VirtualLoop loop = new VirtualLoop();
    private final Map<URI, List<NodeAddress>> named = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> went = new ArrayList<>();

    @Test
    void theBestNodeComesFirstThenTheOthersThenTheQuestionAgain() {
        named.put(URI.create("http://a"), nodes("n1", "n2"));
        FoundRoute route = route("http://a");
        for (int i = 0; i < 5; i++) {
            go(route);
            route.elsewhere();
        }
        assertThat(went)
                .containsExactly(
                        "ws://n1/v1/connect",
                        "ws://n2/v1/connect",
                        "ws://n1/v1/connect",
                        "ws://n2/v1/connect",
                        "ws://n1/v1/connect");
        assertThat(asked).containsExactly("a token", "a token", "a token");
    }

    @Test
    void aConnectionThatOnlyWantsANewTokenGoesToTheSameNode() {
        named.put(URI.create("http://a"), nodes("n1", "n2"));
        FoundRoute route = route("http://a");
        go(route);
        go(route);
        assertThat(went).containsExactly("ws://n1/v1/connect", "ws://n1/v1/connect");
    }

    @Test
    void aServerThatNamesNoneIsConnectedToItself() {
        named.put(URI.create("https://a/chat"), List.of());
        FoundRoute route = route("https://a/chat");
        go(route);
        assertThat(went).containsExactly("wss://a/chat/v1/connect");
    }

    @Test
    void theNextServerIsAskedWhenOneDoesNotAnswer() {
        named.put(URI.create("http://b"), nodes("n1"));
        FoundRoute route = route("http://a", "http://b");
        go(route);
        assertThat(went).containsExactly("ws://n1/v1/connect");
        assertThat(asked).last().isEqualTo("b token");
    }

    @Test
    void serversThatDoNotAnswerAreConnectedToInTurn() {
        FoundRoute route = route("http://a", "http://b");
        for (int i = 0; i < 4; i++) {
            go(route);
            route.elsewhere();
        }
        assertThat(went).hasSize(4).containsOnly("ws://a/v1/connect", "ws://b/v1/connect");
        assertThat(went.get(0)).isEqualTo(went.get(2)).isNotEqualTo(went.get(1)).isNotEqualTo(went.get(3));
    }

    @Test
    void aServerThatGoesAwaySaysWhereTo() {
        named.put(URI.create("http://a"), nodes("n1", "n2"));
        FoundRoute route = route("http://a");
        go(route);
        route.prefer(nodes("n3"));
        route.elsewhere();
        go(route);
        route.prefer(List.of());
        route.elsewhere();
        go(route);
        assertThat(went).containsExactly("ws://n1/v1/connect", "ws://n3/v1/connect", "ws://n1/v1/connect");
    }

    @Test
    void aServerWithTlsSendsNobodyWhereThereIsNone() {
        named.put(
                URI.create("https://a"),
                List.of(
                        nodes("plain").get(0),
                        new NodeAddress("s", URI.create("wss://s"), URI.create("https://s"), null)));
        FoundRoute route = route("https://a");
        go(route);
        route.elsewhere();
        named.put(URI.create("https://a"), nodes("plain"));
        go(route);
        assertThat(went).containsExactly("wss://s", "wss://a/v1/connect");
    }

    @Test
    void anAnswerThatComesTooLateIsForgotten() {
        CompletableFuture<List<NodeAddress>> late = new CompletableFuture<>();
        FoundRoute route = new FoundRoute(
                loop,
                new Random(1),
                (server, token) ->
                        asked.isEmpty() && asked.add("first") ? late : CompletableFuture.completedFuture(nodes("n2")),
                List.of(URI.create("http://a")));
        go(route);
        route.elsewhere();
        go(route);
        late.complete(nodes("n1"));
        loop.run();
        assertThat(went).containsExactly("ws://n2/v1/connect");
    }

    private FoundRoute route(String... servers) {
        return new FoundRoute(
                loop,
                new Random(1),
                (server, token) -> {
                    asked.add(server.getHost() + " " + token);
                    List<NodeAddress> nodes = named.get(server);
                    return nodes == null
                            ? CompletableFuture.failedFuture(new IllegalStateException("nobody there"))
                            : CompletableFuture.completedFuture(nodes);
                },
                Stream.of(servers).map(URI::create).toList());
    }

    private void go(FoundRoute route) {
        route.next("token", uri -> went.add(uri.toString()));
        loop.run();
    }

    private static List<NodeAddress> nodes(String... hosts) {
        return Stream.of(hosts)
                .map(host -> new NodeAddress(
                        host, URI.create("ws://" + host + "/v1/connect"), URI.create("http://" + host), null))
                .toList();
    }
}
