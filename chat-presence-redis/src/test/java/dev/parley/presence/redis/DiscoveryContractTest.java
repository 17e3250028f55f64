package dev.parley.presence.redis;

import static org.awaitility.Awaitility.await;

import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.servers.redis.RedisServer;
import dev.parley.testkit.discovery.NodeDirectoryContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class DiscoveryContractTest implements NodeDirectoryContract {

    private static RedisServer server;
    private static RedisNodes nodes;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = RedisServer.start(folder);
        nodes = RedisNodes.connect(server.uri(), RedisOptions.DEFAULT);
        await().atMost(Duration.ofSeconds(60)).until(() -> OutageTest.works(nodes));
    }

    @AfterAll
    static void stop() {
        nodes.close();
        server.close();
    }

    @Override
    public NodeDirectory directory() {
        return nodes.discovery();
    }

    @Override
    public void pass(Duration time) {
        Views.pass(time);
    }
}
