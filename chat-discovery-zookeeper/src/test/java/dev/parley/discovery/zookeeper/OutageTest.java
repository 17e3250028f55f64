package dev.parley.discovery.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.spi.discovery.KnownNodes;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real server that goes and comes, and sessions that end. */
@Tag("any-jdk")
class OutageTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ZooKeeperOptions OPTIONS =
            ZooKeeperOptions.DEFAULT.withTimes(Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofSeconds(3));

    private TestingServer server;
    private CuratorFramework client;
    private ZooKeeperNodeDirectory one;
    private ZooKeeperNodeDirectory two;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer();
        client = CuratorFrameworkFactory.newClient(server.getConnectString(), 4_000, 2_000, new RetryNTimes(2, 200));
        client.start();
        one = ZooKeeperNodeDirectory.over(client, OPTIONS);
        two = ZooKeeperNodeDirectory.open(server.getConnectString(), OPTIONS);
        await().atMost(PATIENCE).until(() -> reads(one) && reads(two));
    }

    @AfterEach
    void stop() throws Exception {
        one.close();
        two.close();
        client.close();
        server.close();
    }

    @Test
    void aRegistrationComesBackByItselfWhenTheSessionIsLost() throws Exception {
        join(one.register(node("a", 7), LONG));
        sees(two, "a");
        long session = client.getZookeeperClient().getZooKeeper().getSessionId();
        client.getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();
        await().atMost(PATIENCE)
                .until(() -> client.getZookeeperClient().getZooKeeper().getSessionId() != session);
        sees(two, "a");
        join(one.register(node("a", 900), LONG));
        await().atMost(PATIENCE).until(() -> known(two).nodes().contains(node("a", 900)));
    }

    @Test
    void withoutTheServerLookupsAnswerWhatWasKnownAndHowOldItIs() throws Exception {
        join(one.register(node("a", 7), LONG));
        join(two.register(node("b", 8), LONG));
        sees(one, "a", "b");
        server.stop();
        await().atMost(PATIENCE).until(() -> !known(one).age().isZero());
        Duration age = known(one).age();
        assertThat(names(one)).containsExactlyInAnyOrder("a", "b");
        await().atMost(PATIENCE).until(() -> known(one).age().compareTo(age) > 0);
        assertThatThrownBy(() -> join(one.register(node("a", 9), LONG)))
                .cause()
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        server.restart();
        await().atMost(PATIENCE)
                .until(() -> known(one).age().isZero() && known(two).age().isZero());
        sees(one, "a", "b");
        await().atMost(PATIENCE)
                .until(() -> known(two).nodes().stream().anyMatch(n -> n.node().equals("a")));
    }

    @Test
    void whatWasRegisteredWhileTheServerWasAwayIsThereWhenItIsBack() throws Exception {
        server.stop();
        await().atMost(PATIENCE).until(() -> !known(one).age().isZero());
        assertThatThrownBy(() -> join(one.register(node("late", 1), LONG))).isInstanceOf(CompletionException.class);
        server.restart();
        sees(two, "late");
    }

    @Test
    void aDirectoryOpensBeforeItsServerIsThere() throws Exception {
        int port = InstanceSpec.getRandomPort();
        try (ZooKeeperNodeDirectory early = ZooKeeperNodeDirectory.open("127.0.0.1:" + port, OPTIONS)) {
            assertThatThrownBy(() -> join(early.nodes())).hasCauseInstanceOf(ChatException.class);
            assertThatThrownBy(() -> join(early.register(node("first", 1), LONG)))
                    .hasCauseInstanceOf(ChatException.class);
            try (TestingServer late = new TestingServer(port)) {
                assertThat(late.getPort()).isEqualTo(port);
                sees(early, "first");
            }
        }
    }

    @Test
    void whoClosesIsGone() {
        join(one.register(node("a", 1), LONG));
        join(two.register(node("b", 1), LONG));
        sees(one, "a", "b");
        two.close();
        sees(one, "a");
        assertThatThrownBy(() -> join(two.register(node("b", 1), LONG))).hasCauseInstanceOf(ChatException.class);
    }

    @Test
    void smallChangesOfTheLoadAreKeptBack() throws Exception {
        join(one.register(node("a", 100), LONG));
        join(one.register(node("a", 119), LONG));
        join(one.register(node("b", 1), LONG));
        sees(two, "a", "b");
        assertThat(known(two).nodes()).contains(node("a", 100));
        join(one.register(node("a", 120), LONG));
        await().atMost(PATIENCE).until(() -> known(two).nodes().contains(node("a", 120)));
    }

    @Test
    void aNodeThatIsFullIsToldHoweverSmallTheChange() {
        join(one.register(node("a", 999), LONG));
        join(one.register(node("a", 1_000), LONG));
        await().atMost(PATIENCE).until(() -> known(two).nodes().contains(node("a", 1_000)));
    }

    @Test
    void entriesThatAreNoListingsAreSkipped() throws Exception {
        client.create()
                .creatingParentsIfNeeded()
                .forPath(OPTIONS.path() + "/nodes/other", "{\"payload\":{}".getBytes(StandardCharsets.UTF_8));
        client.create()
                .forPath(
                        OPTIONS.path() + "/nodes/newer",
                        "{\"id\":\"x\",\"payload\":{\"node\":\"n\"}}".getBytes(StandardCharsets.UTF_8));
        join(one.register(node("a", 1), LONG));
        sees(two, "a");
    }

    @Test
    void membersOfALaterVersionAreIgnored() throws Exception {
        String later = """
                {"name":"nodes","id":"a","more":1,"payload":{"node":"a","connect":"wss://a.example/v1/connect",
                "api":"https://a.example","region":"eu","capacity":1000,"connections":5,"version":"2","zone":"x"}}
                """;
        client.create()
                .creatingParentsIfNeeded()
                .forPath(OPTIONS.path() + "/nodes/a", later.getBytes(StandardCharsets.UTF_8));
        sees(two, "a");
        assertThat(known(two).nodes().get(0).free()).isEqualTo(995);
    }

    private static NodeListing node(String name, int connections) {
        NodeAddress address = new NodeAddress(
                name,
                URI.create("wss://" + name + ".example/v1/connect"),
                URI.create("https://" + name + ".example"),
                "eu");
        return new NodeListing(address, 1_000, connections, false, "1");
    }

    private static boolean reads(ZooKeeperNodeDirectory directory) {
        return !directory.nodes().toCompletableFuture().isCompletedExceptionally();
    }

    private static KnownNodes known(ZooKeeperNodeDirectory directory) {
        return join(directory.nodes());
    }

    private static List<String> names(ZooKeeperNodeDirectory directory) {
        return known(directory).nodes().stream().map(NodeListing::node).toList();
    }

    private static void sees(ZooKeeperNodeDirectory directory, String... names) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(reads(directory)).isTrue();
            assertThat(names(directory)).containsExactlyInAnyOrder(names);
        });
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
