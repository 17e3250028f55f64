package dev.parley.presence.redis;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.servers.redis.RedisServer;
import dev.parley.testkit.node.NodeBusContract;
import dev.parley.testkit.node.SessionDirectoryContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class SingleContractTest implements NodeBusContract, SessionDirectoryContract {

    private static RedisServer server;
    private static Views views;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = RedisServer.start(folder);
        views = new Views(() -> RedisNodes.connect(server.uri(), RedisOptions.DEFAULT));
    }

    @AfterAll
    static void stop() {
        views.close();
        server.close();
    }

    @Override
    public NodeBus bus() {
        return views.bus();
    }

    @Override
    public SessionDirectory directory() {
        return views.sessions();
    }

    @Override
    public void pass(Duration time) {
        Views.pass(time);
    }
}
