package dev.parley.servers.cassandra;

import dev.parley.servers.process.Ports;
import dev.parley.servers.process.Started;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A Cassandra of one or three nodes, which ends with this process at the latest. Thread-safe. */
public final class CassandraServer implements AutoCloseable {

    /** The name of the only data centre, which drivers ask for. */
    public static final String DATACENTER = "datacenter1";

    private static final int HIGHEST_PORT = 65_535;

    private final List<CassandraNode> nodes;

    private CassandraServer(List<CassandraNode> nodes) {
        this.nodes = nodes;
    }

    /**
     * Starts a server and waits until clients can connect to each node.
     *
     * @param settings what kind
     * @return the server
     */
    public static CassandraServer start(CassandraSettings settings) {
        requireEmpty(settings.folder());
        return Started.retrying(() -> startOn(settings, false));
    }

    /**
     * Starts a server on what an earlier one left in its folder, or anew when that is empty.
     *
     * @param settings those of the earlier one
     * @return the server, on ports of its own
     */
    public static CassandraServer resume(CassandraSettings settings) {
        return Started.retrying(() -> startOn(settings, true));
    }

    private static void requireEmpty(Path folder) {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalArgumentException("folder: " + folder + " (expected: absent or empty)");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static CassandraServer startOn(CassandraSettings settings, boolean keep) {
        List<String> hosts = IntStream.rangeClosed(1, settings.nodes())
                .mapToObj(number -> "127.0.0." + number)
                .toList();
        List<Integer> ports = Ports.free(2, HIGHEST_PORT, hosts);
        Ring ring = new Ring(hosts, ports.get(0), ports.get(1));
        List<NodeFiles> files = IntStream.range(0, hosts.size())
                .mapToObj(
                        node -> new NodeFiles(settings.folder().toAbsolutePath().resolve("node" + (node + 1))))
                .toList();
        CassandraServer server = new CassandraServer(IntStream.range(0, hosts.size())
                .mapToObj(node -> new CassandraNode(files.get(node), hosts.get(node), ring, settings))
                .toList());
        try {
            IntStream.range(0, hosts.size()).forEach(node -> files.get(node).write(ring, node, settings));
            server.nodes.get(0).launch();
            server.nodes.get(0).awaitPeers();
            server.nodes.stream().skip(1).forEach(CassandraNode::launch);
            server.nodes.forEach(CassandraNode::awaitClients);
            return server;
        } catch (Started.PortTaken e) {
            server.close();
            if (!keep) {
                files.forEach(NodeFiles::delete);
            }
            throw e;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * The nodes, the one that was started first before the others.
     *
     * @return 1 or 3 nodes
     */
    public List<CassandraNode> nodes() {
        return nodes;
    }

    /**
     * Where clients connect.
     *
     * @return the addresses of all nodes
     */
    public List<InetSocketAddress> addresses() {
        return nodes.stream().map(CassandraNode::address).toList();
    }

    /** Kills all nodes; their folders stay. */
    @Override
    public void close() {
        nodes.forEach(CassandraNode::kill);
    }
}
