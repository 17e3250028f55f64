package dev.parley.examples.cluster;

import dev.parley.examples.demo.DemoTokens;
import dev.parley.servers.process.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Three nodes in processes of their own, and a balancer before them. Thread-safe. */
public final class LocalCluster implements AutoCloseable {

    /** How many nodes there are. */
    public static final int NODES = 3;

    private static final int HIGHEST_PORT = 65_535;

    private final List<NodeProcess> nodes;
    private final Balancer balancer;

    private LocalCluster(List<NodeProcess> nodes, Balancer balancer) {
        this.nodes = nodes;
        this.balancer = balancer;
    }

    /**
     * Starts the nodes and waits until clients can connect.
     *
     * @param folder what the nodes share: people and the secret of the tokens; their logs lie there, too
     * @param port of the balancer, the nodes have the three after it; 0 for any that are free
     * @param properties what the nodes are told, by {@link ClusterServers#properties}
     * @return the cluster
     * @throws IOException when the folder cannot be used or the port is taken
     */
    public static LocalCluster start(Path folder, int port, Map<String, String> properties) throws IOException {
        Files.createDirectories(folder);
        DemoTokens.in(folder, InstantSource.system()); // one secret, before three nodes look for it
        List<Integer> ports = port == 0
                ? Ports.free(NODES + 1, HIGHEST_PORT, List.of("127.0.0.1"))
                : List.of(port, port + 1, port + 2, port + 3);
        Map<String, String> told = new LinkedHashMap<>(properties);
        told.put("parley.data", folder.toAbsolutePath().toString());
        told.put("parley.origins", "http://localhost:" + ports.get(0) + ",http://127.0.0.1:" + ports.get(0));
        List<NodeProcess> nodes = new ArrayList<>();
        List<InetSocketAddress> targets = new ArrayList<>();
        for (int number = 1; number <= NODES; number++) {
            NodeProcess node = new NodeProcess("node " + number, folder, ports.get(number), told);
            nodes.add(node);
            targets.add(node.address());
        }
        LocalCluster cluster = new LocalCluster(List.copyOf(nodes), Balancer.start(ports.get(0), targets));
        try {
            nodes.get(0).start(); // it makes the tables, which the others find
            nodes.subList(1, NODES).parallelStream().forEach(NodeProcess::start);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * The nodes.
     *
     * @return the same processes, also after some were killed
     */
    public List<NodeProcess> nodes() {
        return nodes;
    }

    /**
     * Where pages and clients begin.
     *
     * @return the balancer's address
     */
    public String address() {
        return "http://localhost:" + balancer.port();
    }

    /** Kills all nodes. */
    @Override
    public void close() {
        balancer.close();
        nodes.forEach(NodeProcess::close);
    }
}
