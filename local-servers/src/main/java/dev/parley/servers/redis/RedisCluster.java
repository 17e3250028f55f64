package dev.parley.servers.redis;

import dev.parley.servers.process.Ports;
import dev.parley.servers.process.Started;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Three masters without replicas that share the slots, and end with this process at the latest. Thread-safe. */
public final class RedisCluster implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<RedisServer> servers;

    private RedisCluster(List<RedisServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /**
     * Starts the servers and waits until each knows all slots.
     *
     * @param folder where their programs and logs lie, in a folder for each
     * @return the cluster
     */
    public static RedisCluster start(Path folder) {
        return Started.retrying(() -> {
            List<Integer> ports = Ports.free(2 * MASTERS, RedisServer.HIGHEST_PORT, List.of(RedisServer.HOST));
            List<RedisServer> servers = new ArrayList<>();
            try {
                for (int i = 0; i < MASTERS; i++) {
                    servers.add(server(
                            folder.resolve("redis-" + ports.get(2 * i)), ports.get(2 * i), ports.get(2 * i + 1)));
                }
                join(servers, ports);
                return new RedisCluster(servers);
            } catch (RuntimeException e) {
                servers.forEach(RedisServer::close);
                throw e;
            }
        });
    }

    private static RedisServer server(Path folder, int port, int busPort) {
        return RedisServer.start(
                folder,
                port,
                List.of(
                        "--cluster-enabled",
                        "yes",
                        "--cluster-config-file",
                        "nodes.conf",
                        "--cluster-node-timeout",
                        "2000",
                        "--cluster-port",
                        Integer.toString(busPort),
                        "--cluster-announce-ip",
                        RedisServer.HOST));
    }

    private static void join(List<RedisServer> servers, List<Integer> ports) {
        for (int i = 0; i < MASTERS; i++) {
            servers.get(i)
                    .ask(
                            "CLUSTER",
                            "ADDSLOTSRANGE",
                            Integer.toString(SLOTS * i / MASTERS),
                            Integer.toString(SLOTS * (i + 1) / MASTERS - 1));
        }
        for (int i = 1; i < MASTERS; i++) {
            servers.get(i)
                    .ask(
                            "CLUSTER",
                            "MEET",
                            RedisServer.HOST,
                            Integer.toString(ports.get(0)),
                            Integer.toString(ports.get(1)));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (RedisServer server : servers) {
            while (!whole(server)) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException(
                            server + ": no cluster after " + PATIENCE + ": " + server.ask("CLUSTER", "INFO"));
                }
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
        }
    }

    private static boolean whole(RedisServer server) {
        String info = server.ask("CLUSTER", "INFO");
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS);
    }

    /**
     * The masters.
     *
     * @return three servers
     */
    public List<RedisServer> servers() {
        return servers;
    }

    /**
     * Where clients connect.
     *
     * @return {@code redis://127.0.0.1:PORT} of each
     */
    public List<String> uris() {
        return servers.stream().map(RedisServer::uri).toList();
    }

    /** Kills them all. */
    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }
}
