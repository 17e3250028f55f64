package dev.parley.discovery.zookeeper;

import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.testkit.discovery.NodeDirectoryContract;
import java.time.Duration;
import org.apache.curator.test.TestingServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("any-jdk")
class ZooKeeperNodeDirectoryContractTest implements NodeDirectoryContract {

    private static TestingServer server;
    private static ZooKeeperNodeDirectory directory;

    @BeforeAll
    static void start() throws Exception {
        server = new TestingServer();
        directory = ZooKeeperNodeDirectory.open(server.getConnectString(), ZooKeeperOptions.DEFAULT);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !directory.nodes().toCompletableFuture().isCompletedExceptionally());
    }

    @AfterAll
    static void stop() throws Exception {
        directory.close();
        server.close();
    }

    @Override
    public NodeDirectory directory() {
        return directory;
    }

    @Override
    public void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
    }
}
