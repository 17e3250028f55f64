package dev.parley.benchmarks.load.backend;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.parley.core.StoreOptions;
import dev.parley.servers.cassandra.CassandraServer;
import dev.parley.servers.cassandra.CassandraSettings;
import dev.parley.servers.redis.RedisServer;
import dev.parley.store.cassandra.CassandraStore;
import dev.parley.store.cassandra.CassandraStoreOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Cassandra that forces every write to its log, with Parley's tables in it, and a Redis. Thread-safe. */
public final class Backends implements AutoCloseable {

    /** The keyspace. */
    public static final CassandraStoreOptions OPTIONS =
            CassandraStoreOptions.defaults().withKeyspace("load").withStatementTimeout(Duration.ofSeconds(20));

    /** As many appends under way as a store on Cassandra wants. */
    public static final StoreOptions LANES = lanes(Integer.getInteger("load.lanes", 256));

    private static final String CASSANDRA = "load.cassandra";
    private static final String REDIS = "load.redis";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CassandraServer cassandra;
    private final RedisServer redis;
    private final Path folder;

    private Backends(CassandraServer cassandra, RedisServer redis, Path folder) {
        this.cassandra = cassandra;
        this.redis = redis;
        this.folder = folder;
    }

    private static StoreOptions lanes(int lanes) {
        StoreOptions usual = StoreOptions.DEFAULT;
        return new StoreOptions(
                lanes,
                usual.batch(),
                usual.waiting(),
                usual.attempts(),
                usual.retryAfter(),
                usual.cachedBytes(),
                usual.cachedPerConversation());
    }

    /** Starts both, and makes the tables. */
    public static Backends start(Path directory) {
        Path folder = directory.resolve("cassandra");
        CassandraServer cassandra = CassandraServer.start(CassandraSettings.busy(folder));
        try {
            RedisServer redis = RedisServer.start(directory.resolve("redis"));
            Backends backends = new Backends(cassandra, redis, folder);
            try (CqlSession session = backends.address().connect()) {
                session.execute("CREATE KEYSPACE " + OPTIONS.keyspace()
                        + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
                CassandraStore.createTables(session, OPTIONS);
            }
            return backends;
        } catch (RuntimeException e) {
            cassandra.close();
            throw e;
        }
    }

    /**
     * Where both listen. Immutable.
     *
     * @param port Cassandra's on 127.0.0.1
     * @param redis as clients are told
     */
    public record Address(int port, String redis) {

        /** What this process was told, or null. */
        public static @Nullable Address ofProperties() {
            String redis = System.getProperty(REDIS);
            return redis == null ? null : new Address(Integer.getInteger(CASSANDRA), redis);
        }

        /** A session of the driver. */
        public CqlSession connect() {
            return builder().build();
        }

        /** With the defaults of the driver, but patient: the machine does everything else, too. */
        public CqlSessionBuilder builder() {
            return CqlSession.builder()
                    .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .withLocalDatacenter(CassandraServer.DATACENTER)
                    .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                            .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, PATIENCE)
                            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                            // One node: nobody to route to, and nobody whose agreement would have to be awaited.
                            .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                            .build());
        }
    }

    /** Where both listen. */
    public Address address() {
        return new Address(cassandra.addresses().get(0).getPort(), redis.uri());
    }

    /** What tells a node's JVM where both are. */
    public List<String> flags() {
        return List.of("-D" + CASSANDRA + "=" + address().port(), "-D" + REDIS + "=" + redis.uri());
    }

    /** Cassandra's process. */
    public long cassandraPid() {
        return cassandra.nodes().get(0).pid();
    }

    /** The process of Redis. */
    public long redisPid() {
        return redis.pid();
    }

    /** Where Cassandra's tables lie. */
    public Path data() {
        return cassandra.nodes().get(0).folder().resolve("data").resolve(OPTIONS.keyspace());
    }

    /** Asks Redis. */
    public String redis(String... words) {
        return redis.ask(words);
    }

    /** Ends both. */
    @Override
    public void close() {
        redis.close();
        cassandra.close();
    }

    @Override
    public String toString() {
        return "Cassandra and Redis in " + folder.getParent();
    }
}
