package dev.parley.integration.faults;

import dev.parley.examples.cluster.ClusterServers;
import dev.parley.examples.cluster.LocalCluster;
import dev.parley.servers.cassandra.CassandraSettings;
import dev.parley.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** The example's cluster, with a proxy between its nodes and the first Cassandra. Thread-safe. */
final class ClusterUnderTest implements AutoCloseable {

    /**
     * As much as all of it bears on two busy cores, with room to catch up after a fault: 20 messages a second, half of that
     * where three Cassandras keep them.
     */
    private static final Duration EVERY = Duration.ofMillis(50);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final ClusterServers servers;
    private final FaultProxy cassandra;
    private final LocalCluster cluster;

    private ClusterUnderTest(Path folder, ClusterServers servers, FaultProxy cassandra, LocalCluster cluster) {
        this.folder = folder;
        this.servers = servers;
        this.cassandra = cassandra;
        this.cluster = cluster;
    }

    /** Starts everything, with one Cassandra. */
    static ClusterUnderTest start() throws IOException {
        Path folder = folder();
        return start(folder, ClusterServers.start(folder));
    }

    /** Starts everything, with a ring of three Cassandras that keep three copies. */
    static ClusterUnderTest startRing() throws IOException {
        Path folder = folder();
        return start(folder, ClusterServers.start(folder, CassandraSettings.ring(folder.resolve("cassandra"))));
    }

    private static Path folder() throws IOException {
        return Files.createDirectories(Path.of(
                System.getProperty("parley.build.dir", "target"),
                "cluster",
                UUID.randomUUID().toString()));
    }

    private static ClusterUnderTest start(Path folder, ClusterServers servers) throws IOException {
        try {
            FaultProxy proxy = FaultProxy.to(servers.cassandra().nodes().get(0).address());
            Map<String, String> properties = servers.properties();
            properties.put("parley.cassandra", "127.0.0.1:" + proxy.port());
            return new ClusterUnderTest(folder, servers, proxy, LocalCluster.start(folder, 0, properties));
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    ClusterServers servers() {
        return servers;
    }

    LocalCluster cluster() {
        return cluster;
    }

    /** Between all nodes and the first Cassandra. */
    FaultProxy cassandra() {
        return cassandra;
    }

    /** Fifty clients that find their nodes by themselves; what they see is kept in a folder of the row's name. */
    Load load(String row) throws Exception {
        Path kept = Files.createDirectories(folder.resolve(row));
        URI balancer = URI.create(cluster.address());
        Duration every = servers.cassandra().nodes().size() == 1 ? EVERY : EVERY.multipliedBy(2);
        return new Load(kept, row + "-", builder -> builder.servers(balancer), this::token, every);
    }

    /** A client of the node of that index. */
    Watcher watcher(String name, int node) throws IOException, InterruptedException {
        int port = cluster.nodes().get(node).address().getPort();
        return new Watcher(name, token(name), URI.create("ws://localhost:" + port + "/v1/connect"));
    }

    /** Signs somebody in. */
    String token(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.address() + "/demo/sign-in"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        int start = body.indexOf("\"token\":\"") + 9;
        return body.substring(start, body.indexOf('"', start));
    }

    @Override
    public void close() {
        cluster.close();
        cassandra.close();
        servers.close();
    }
}
