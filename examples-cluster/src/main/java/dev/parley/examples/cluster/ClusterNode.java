package dev.parley.examples.cluster;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.NodeOptions;
import dev.parley.core.StoreOptions;
import dev.parley.core.Stores;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.discovery.zookeeper.ZooKeeperNodeDirectory;
import dev.parley.discovery.zookeeper.ZooKeeperOptions;
import dev.parley.examples.demo.DemoPeople;
import dev.parley.examples.demo.DemoRoutes;
import dev.parley.examples.demo.DemoTokens;
import dev.parley.presence.redis.RedisLogCache;
import dev.parley.presence.redis.RedisLogCacheOptions;
import dev.parley.presence.redis.RedisNodes;
import dev.parley.presence.redis.RedisOptions;
import dev.parley.servers.cassandra.CassandraServer;
import dev.parley.store.cassandra.CassandraStore;
import dev.parley.store.cassandra.CassandraStoreOptions;
import dev.parley.transport.websocket.ChatServer;
import dev.parley.transport.websocket.options.ServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * One node of the cluster, the program of a {@link NodeProcess}. System properties say the rest: {@code parley.port}, {@code
 * parley.data} (what the nodes share), {@code parley.cassandra} ({@code HOST:PORT}), {@code parley.copies} (of what Cassandra
 * keeps), {@code parley.redis}, {@code parley.zookeeper}, {@code parley.origins} (further pages that may connect).
 * Thread-safe.
 */
public final class ClusterNode implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(8);
    private static final Duration CUT = Duration.ofSeconds(1);

    /** So short that those who watch a node die need not wait; DEFAULT is for more nodes, and for longer pauses. */
    private static final NodeOptions SHOWN =
            NodeOptions.DEFAULT.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(6));

    private static final ZooKeeperOptions ZOOKEEPER =
            ZooKeeperOptions.DEFAULT.withTimes(Duration.ofSeconds(6), Duration.ofSeconds(5), Duration.ofSeconds(5));

    /** A lane waits for the slowest conversation of its batch, so Cassandra wants many: docs/store-cassandra.md. */
    private static final StoreOptions LANES = new StoreOptions(
            32,
            StoreOptions.DEFAULT.batch(),
            StoreOptions.DEFAULT.waiting(),
            StoreOptions.DEFAULT.attempts(),
            StoreOptions.DEFAULT.retryAfter(),
            StoreOptions.DEFAULT.cachedBytes(),
            StoreOptions.DEFAULT.cachedPerConversation());

    /** What a node has open, closed in the reverse order. */
    private final List<AutoCloseable> parts = new ArrayList<>();

    private final Chat chat;
    private final ChatServer server;

    private ClusterNode(int port, Path data) throws IOException {
        // These two connect by themselves while Cassandra is opened, which takes longer. A node that begins before they
        // have would warn that they do not answer.
        RedisNodes redis = opened(RedisNodes.connect(property("parley.redis"), RedisOptions.DEFAULT));
        ZooKeeperNodeDirectory directory = opened(ZooKeeperNodeDirectory.open(property("parley.zookeeper"), ZOOKEEPER));
        CqlSession session = opened(connect(property("parley.cassandra")));
        session.execute("CREATE KEYSPACE IF NOT EXISTS parley WITH replication = {'class': 'NetworkTopologyStrategy', '"
                + CassandraServer.DATACENTER + "': " + Integer.getInteger("parley.copies", 1) + "}");
        CassandraStore store = opened(CassandraStore.open(session, CassandraStoreOptions.defaults()));
        // region cache
        RedisLogCache cache = opened(RedisLogCache.connect(property("parley.redis"), RedisLogCacheOptions.DEFAULT));
        Stores stores = store.stores().with(cache.before(store.stores().logs()));
        // endregion cache
        SystemRuntime runtime = opened(SystemRuntime.start());
        DemoTokens tokens = DemoTokens.in(data, InstantSource.system());
        chat = Chat.builder(stores, runtime.runtime())
                .authenticator(tokens)
                .accessPolicy(AccessPolicy.allowAll())
                .options(ChatOptions.DEFAULT.with(LANES))
                .cluster(redis.bus(), redis.sessions())
                .discovery(directory, SHOWN)
                .build();
        server = ChatServer.builder(chat)
                .host("127.0.0.1")
                .port(port)
                .options(ServerOptions.DEFAULT.withOrigins(origins(port)))
                .routes(DemoRoutes.of(DemoPeople.in(data), tokens))
                .start();
        // It is tried again by itself while ZooKeeper cannot be reached; until then, clients come through the balancer.
        chat.nodes()
                .announce(URI.create("ws://localhost:" + port + "/v1/connect"), URI.create("http://localhost:" + port));
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.add(0, part);
        return part;
    }

    private static CqlSession connect(String cassandra) {
        int colon = cassandra.lastIndexOf(':');
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(
                        cassandra.substring(0, colon), Integer.parseInt(cassandra.substring(colon + 1))))
                .withLocalDatacenter(CassandraServer.DATACENTER)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        // Making tables takes longer than the driver's 2 s when the machine is busy.
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(10))
                        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(10))
                        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
                        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
                        .build())
                .build();
    }

    private static String[] origins(int port) {
        List<String> origins = new ArrayList<>(List.of("http://localhost:" + port, "http://127.0.0.1:" + port));
        origins.addAll(Arrays.asList(property("parley.origins").split(",", -1)));
        return origins.toArray(new String[0]);
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    /**
     * Runs a node until the process is told to stop.
     *
     * @param args not used
     * @throws Exception when a server cannot be reached or the port is taken
     */
    public static void main(String[] args) throws Exception {
        ClusterNode node = new ClusterNode(Integer.getInteger("parley.port", 8081), Path.of(property("parley.data")));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            node.close();
                            stopped.countDown();
                        },
                        "parley-drain"));
        stopped.await();
    }

    /** Drains: clients are told which nodes to go to, what is under way is finished. Takes 10 s at most. */
    @Override
    public void close() {
        chat.close(DRAIN).toCompletableFuture().join();
        server.close(CUT).toCompletableFuture().join();
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("closing " + part + ": " + e);
            }
        }
    }
}
