package dev.parley.presence.redis;

import static dev.parley.presence.redis.OutageTest.join;
import static dev.parley.presence.redis.OutageTest.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.spi.discovery.KnownNodes;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.protocol.ChatException;
import dev.parley.servers.redis.RedisCluster;
import dev.parley.servers.redis.RedisServer;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that find each other while a real server goes and comes. */
@Tag("any-jdk")
class DiscoveryOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final RedisOptions OPTIONS = RedisOptions.DEFAULT.withTimeout(Duration.ofMillis(500));

    @TempDir
    Path folder;

    private RedisServer server;
    private RedisNodes one;
    private RedisNodes two;

    @BeforeEach
    void start() {
        server = RedisServer.start(folder);
        one = RedisNodes.connect(server.uri(), OPTIONS);
        two = RedisNodes.connect(server.uri(), OPTIONS);
        await().atMost(PATIENCE).until(() -> works(one) && works(two));
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        server.close();
    }

    @Test
    void withoutRedisLookupsAnswerWhatWasKnownAndHowOldItIs() {
        join(one.discovery().register(node("a", 7), LONG));
        join(two.discovery().register(node("b", 8), LONG));
        assertThat(names(one)).containsExactlyInAnyOrder("a", "b");
        server.kill();
        await().atMost(PATIENCE).until(() -> !known(one).age().isZero());
        Duration age = known(one).age();
        assertThat(names(one)).containsExactlyInAnyOrder("a", "b");
        await().atMost(PATIENCE).until(() -> known(one).age().compareTo(age) > 0);
        assertThatThrownBy(() -> join(two.discovery().nodes())).hasCauseInstanceOf(ChatException.class);
    }

    /** Each process puts its own back when it looks. */
    @Test
    void whatRedisForgotIsPutBack() {
        join(one.discovery().register(node("a", 7), LONG));
        join(two.discovery().register(node("b", 8), LONG));
        server.kill();
        server.start();
        await().atMost(PATIENCE).until(() -> works(one) && works(two));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(names(one)).containsAll(names(two)).containsExactlyInAnyOrder("a", "b"));
    }

    /** Without anybody looking or registering again. */
    @Test
    void whatCouldNotBeWrittenIsWrittenWhenRedisIsBack() {
        join(one.discovery().register(node("a", 7), LONG));
        server.kill();
        assertThatThrownBy(() -> join(one.discovery().register(node("a", 9), LONG)))
                .hasCauseInstanceOf(ChatException.class);
        assertThatThrownBy(() -> join(one.discovery().register(node("gone", 1), LONG)))
                .hasCauseInstanceOf(ChatException.class);
        assertThatThrownBy(() -> join(one.discovery().unregister("gone"))).hasCauseInstanceOf(ChatException.class);
        server.start();
        await().atMost(PATIENCE).until(() -> works(two) && known(two).nodes().equals(List.of(node("a", 9))));
    }

    @Test
    void whatIsNoListingIsSkippedAndMembersOfALaterVersionAreIgnored() {
        join(one.discovery().register(node("a", 5), LONG));
        String text = server.ask("HGET", "parley:{listed}:listings", "a");
        String later = Long.toString(System.currentTimeMillis() + LONG.toMillis());
        for (String name : List.of("b", "c", "d")) {
            server.ask("ZADD", "parley:{listed}:ends", later, name);
        }
        server.ask("HSET", "parley:{listed}:listings", "b", text + "&zone=x&", "c", "connect=%zz");
        assertThat(known(two).nodes()).containsExactlyInAnyOrder(node("a", 5), renamed("b", node("a", 5)));
    }

    @Test
    void aRedisClusterKeepsThemToo() {
        try (RedisCluster cluster = RedisCluster.start(folder.resolve("cluster"));
                RedisNodes nodes = RedisNodes.connectCluster(cluster.uris(), OPTIONS)) {
            await().atMost(PATIENCE).until(() -> works(nodes));
            join(nodes.discovery().register(node("a", 5), LONG));
            join(nodes.discovery().register(node("b", 6), LONG));
            join(nodes.discovery().unregister("a"));
            assertThat(known(nodes).nodes()).containsExactly(node("b", 6));
        }
    }

    private static NodeListing node(String name, int connections) {
        NodeAddress address =
                new NodeAddress(name, URI.create("wss://x.example/v1/connect"), URI.create("https://x.example"), "eu");
        return new NodeListing(address, 1_000, connections, false, "1");
    }

    private static NodeListing renamed(String name, NodeListing other) {
        return node(name, other.connections());
    }

    private static KnownNodes known(RedisNodes nodes) {
        return join(nodes.discovery().nodes());
    }

    private static List<String> names(RedisNodes nodes) {
        return known(nodes).nodes().stream().map(NodeListing::node).toList();
    }
}
