package dev.parley.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.parley.servers.cassandra.CassandraServer;
import dev.parley.servers.cassandra.CassandraSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One real server for all tests of this JVM, and a session on it. */
final class TestCassandra {

    private static final CassandraServer SERVER = CassandraServer.start(CassandraSettings.single(folder()));
    private static final CqlSession SESSION = connect(SERVER);

    private TestCassandra() {}

    static CassandraServer server() {
        return SERVER;
    }

    static CqlSession session() {
        return SESSION;
    }

    /** A folder for a server of one's own. */
    static Path folder() {
        return Path.of(
                System.getProperty("parley.build.dir", "target"),
                "cassandra",
                UUID.randomUUID().toString());
    }

    static CqlSession connect(CassandraServer server) {
        return connect(server.addresses(), 1);
    }

    /** Connects with so many connections to each node, beside the one that controls. */
    static CqlSession connect(List<InetSocketAddress> addresses, int connections) {
        return builder(addresses, connections).build();
    }

    static CqlSessionBuilder builder(List<InetSocketAddress> addresses, int connections) {
        return builder(addresses, connections, 1024);
    }

    /** A builder of sessions with so many connections to each node, and so many requests under way on each of them. */
    static CqlSessionBuilder builder(List<InetSocketAddress> addresses, int connections, int requests) {
        return CqlSession.builder()
                .addContactPoints(addresses)
                .withLocalDatacenter(CassandraServer.DATACENTER)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, requests)
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
                        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(1))
                        .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, connections)
                        // One node: nobody whose agreement would have to be awaited.
                        .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, addresses.size() > 1)
                        .build());
    }

    /** Options for a keyspace of one copy, which is there then. */
    static CassandraStoreOptions keyspace(CqlSession session, String name) {
        return keyspace(session, name, 1);
    }

    /** Options for a keyspace of so many copies, which is there then. */
    static CassandraStoreOptions keyspace(CqlSession session, String name, int copies) {
        session.execute("CREATE KEYSPACE IF NOT EXISTS " + name
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': " + copies + "}");
        return CassandraStoreOptions.defaults().withKeyspace(name).withStatementTimeout(Duration.ofSeconds(20));
    }
}
