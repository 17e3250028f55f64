package dev.parley.presence.redis;

import static dev.parley.presence.redis.OutageTest.join;
import static dev.parley.presence.redis.OutageTest.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.spi.node.NodeId;
import dev.parley.servers.redis.RedisCluster;
import dev.parley.servers.redis.RedisServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster of which a server is killed, or whose slots move. */
@Tag("any-jdk")
class ClusterOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final NodeId NODE = new NodeId("n1");

    @TempDir
    Path folder;

    private RedisCluster cluster;
    private RedisNodes nodes;
    private final Heard heard = new Heard();

    @BeforeEach
    void start() {
        cluster = RedisCluster.start(folder);
        nodes = RedisNodes.connectCluster(
                cluster.uris().subList(0, 1), RedisOptions.DEFAULT.withTimeout(Duration.ofMillis(500)));
        await().atMost(PATIENCE).until(() -> works(nodes));
    }

    @AfterEach
    void stop() {
        nodes.close();
        cluster.close();
    }

    @Test
    void aServerOfTheClusterThatComesBackEmptyIsUsedAgain() throws Exception {
        try (AutoCloseable listening = nodes.bus().listen(NODE, heard)) {
            assertThat(listening).isNotNull();
            hears("before");
            join(nodes.sessions().renew(NODE, LONG));
            RedisServer leases = owner("parley:{nodes}:ends");
            leases.kill();
            await().atMost(PATIENCE).until(() -> !works(nodes));
            leases.start();
            await().atMost(PATIENCE).until(() -> works(nodes));
            assertThat(join(nodes.sessions().renew(NODE, LONG))).isFalse();
            RedisServer channels = owner("parley:bus:n1");
            long before = heard.interruptions();
            channels.kill();
            await().atMost(PATIENCE).until(() -> heard.interruptions() > before);
            channels.start();
            hears("after");
        }
    }

    @Test
    void aChannelThatMovesToAnotherServerIsFollowed() throws Exception {
        try (AutoCloseable listening = nodes.bus().listen(NODE, heard)) {
            assertThat(listening).isNotNull();
            hears("before");
            long before = heard.interruptions();
            RedisServer old = owner("parley:bus:n1");
            RedisServer fresh = cluster.servers().stream()
                    .filter(server -> !server.equals(old))
                    .findFirst()
                    .orElseThrow();
            String slot = old.ask("CLUSTER", "KEYSLOT", "parley:bus:n1");
            String id = fresh.ask("CLUSTER", "MYID");
            fresh.ask("CLUSTER", "SETSLOT", slot, "NODE", id);
            cluster.servers().forEach(server -> server.ask("CLUSTER", "SETSLOT", slot, "NODE", id));
            await().atMost(PATIENCE).until(() -> heard.interruptions() >= before + 2);
            hears("after");
        }
    }

    private RedisServer owner(String key) {
        int slot = Integer.parseInt(cluster.servers().get(0).ask("CLUSTER", "KEYSLOT", key));
        return cluster.servers().get((int) ((slot * 3L + 2) / 16_384));
    }

    private void hears(String text) {
        byte[] frame = text.getBytes(StandardCharsets.UTF_8);
        await().atMost(PATIENCE).until(() -> {
            nodes.bus()
                    .send(NODE, frame)
                    .handle((sent, failure) -> failure == null)
                    .toCompletableFuture()
                    .join();
            return heard.all.contains(text);
        });
    }
}
