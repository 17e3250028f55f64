package dev.parley.presence.redis;

import dev.parley.core.Stores;
import dev.parley.servers.redis.RedisServer;
import dev.parley.testkit.log.LogStoreContract;
import dev.parley.testkit.log.LogStoreRowsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class SingleLogCacheContractTest implements LogStoreContract, LogStoreRowsContract {

    private static RedisServer server;
    private static CacheViews views;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = RedisServer.start(folder);
        views = new CacheViews(() -> RedisLogCache.connect(server.uri(), Caches.PATIENT));
    }

    @AfterAll
    static void stop() {
        views.close();
        server.close();
    }

    @Override
    public Stores stores() {
        return views.next();
    }
}
