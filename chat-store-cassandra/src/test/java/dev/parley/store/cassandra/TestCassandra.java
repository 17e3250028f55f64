package dev.parley.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.parley.servers.cassandra.CassandraServer;
import dev.parley.servers.cassandra.CassandraSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** One real server for all tests of this JVM, and a session on it. */
final class TestCassandra {

    private static final CassandraServer SERVER = CassandraServer.start(CassandraSettings.single(Path.of(
            System.getProperty("parley.build.dir", "target"),
            "cassandra",
            UUID.randomUUID().toString())));
    private static final CqlSession SESSION = connect(SERVER);

    private TestCassandra() {}

    static CassandraServer server() {
        return SERVER;
    }

    static CqlSession session() {
        return SESSION;
    }

    static CqlSession connect(CassandraServer server) {
        return CqlSession.builder()
                .addContactPoints(server.addresses())
                .withLocalDatacenter(CassandraServer.DATACENTER)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
                        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(1))
                        // One node: nobody whose agreement would have to be awaited.
                        .withBoolean(
                                DefaultDriverOption.METADATA_SCHEMA_ENABLED,
                                server.nodes().size() > 1)
                        .build())
                .build();
    }

    /** Options for a keyspace, which is there then. */
    static CassandraStoreOptions keyspace(CqlSession session, String name) {
        session.execute("CREATE KEYSPACE IF NOT EXISTS " + name
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        return CassandraStoreOptions.defaults().withKeyspace(name).withStatementTimeout(Duration.ofSeconds(20));
    }
}
