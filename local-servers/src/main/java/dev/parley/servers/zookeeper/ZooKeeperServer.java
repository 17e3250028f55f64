package dev.parley.servers.zookeeper;

import dev.parley.servers.process.Child;
import dev.parley.servers.process.JavaCommand;
import dev.parley.servers.process.Ports;
import dev.parley.servers.process.Started;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One ZooKeeper, which can be killed and started again on its data, and ends with this process at the latest. Thread-safe. */
public final class ZooKeeperServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int HIGHEST_PORT = 65_535;

    private static final String CONFIG = """
            tickTime=1000
            dataDir=%FOLDER%/data
            clientPort=%PORT%
            clientPortAddress=127.0.0.1
            maxClientCnxns=0
            admin.enableServer=false
            """;

    private final Path folder;
    private final InetSocketAddress address;
    private @Nullable Child child;

    private ZooKeeperServer(Path folder, int port) {
        this.folder = folder.toAbsolutePath();
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * Starts a server and waits until clients can connect.
     *
     * @param folder where its data, settings and log lie; may have those of an earlier run
     * @return the server
     */
    public static ZooKeeperServer start(Path folder) {
        return Started.retrying(() -> {
            ZooKeeperServer server = new ZooKeeperServer(
                    folder, Ports.free(1, HIGHEST_PORT, List.of(HOST)).get(0));
            try {
                server.start();
                return server;
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        });
    }

    /**
     * Where clients connect.
     *
     * @return {@code 127.0.0.1:PORT}, the same after every start
     */
    public String connectString() {
        return HOST + ":" + address.getPort();
    }

    /** Starts it on the data that it has, and waits until clients can connect. */
    public synchronized void start() {
        if (child != null) {
            throw new IllegalStateException(child + " runs (expected: not running)");
        }
        Path config = folder.resolve("zoo.cfg");
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    config,
                    CONFIG.replace("%FOLDER%", folder.toString())
                            .replace("%PORT%", Integer.toString(address.getPort())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JavaCommand command = new JavaCommand(
                "zookeeper.classpath",
                List.of("-Xmx128m", "-Dzookeeper.admin.enableServer=false"),
                "org.apache.zookeeper.server.ZooKeeperServerMain",
                List.of(config.toString()));
        child = Child.start("zookeeper " + address.getPort(), command.toList(), folder.resolve("zookeeper.log"));
        Started.awaitListening(child, address);
    }

    /** Stops it as {@code kill -9} does. */
    public synchronized void kill() {
        if (child != null) {
            child.kill();
            child = null;
        }
    }

    /** Kills it; its folder stays. */
    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return "zookeeper " + address + " in " + folder;
    }
}
