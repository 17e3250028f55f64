package dev.parley.servers.cassandra;

import dev.parley.servers.process.Child;
import dev.parley.servers.process.JavaCommand;
import dev.parley.servers.process.Started;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node, which can be killed, paused and started again on its data. Thread-safe. */
public final class CassandraNode {

    private final NodeFiles files;
    private final InetSocketAddress address;
    private final InetSocketAddress storage;
    private final CassandraSettings settings;
    private @Nullable Child child;

    CassandraNode(NodeFiles files, String host, Ring ring, CassandraSettings settings) {
        this.files = files;
        this.settings = settings;
        address = new InetSocketAddress(host, ring.nativePort());
        storage = new InetSocketAddress(host, ring.storagePort());
    }

    /**
     * Where clients connect.
     *
     * @return its address for the native protocol
     */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Where its data, settings and log lie.
     *
     * @return its folder
     */
    public Path folder() {
        return files.folder();
    }

    /** Starts it on the data that it has, and waits until clients can connect. */
    public void start() {
        launch();
        awaitClients();
    }

    /** Stops it as {@code kill -9} does. */
    public synchronized void kill() {
        if (child != null) {
            child.kill();
            child = null;
        }
    }

    /** Stops it where it stands: it keeps its connections and answers nothing. */
    public void pause() {
        child().pause();
    }

    /** Lets it go on. */
    public void resume() {
        child().resume();
    }

    /**
     * Names the process for the operating system.
     *
     * @return its process id
     */
    public long pid() {
        return child().pid();
    }

    synchronized void launch() {
        if (child != null) {
            throw new IllegalStateException(child + " runs (expected: not running)");
        }
        child = Child.start("cassandra " + storage.getHostString(), command(), files.log());
    }

    void awaitClients() {
        Started.awaitListening(child(), address);
    }

    void awaitPeers() {
        Started.awaitListening(child(), storage);
    }

    private synchronized Child child() {
        if (child == null) {
            throw new IllegalStateException("cassandra " + storage + ": not running");
        }
        return child;
    }

    private List<String> command() {
        List<String> flags = new ArrayList<>(List.of(
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-Xmx" + settings.heapMegabytes() + "m",
                "-Dcassandra.config=" + files.config().toUri(),
                "-Dcassandra.storagedir=" + files.folder(),
                "-Dlogback.configurationFile=" + files.logback(),
                "-Dcassandra-foreground=yes",
                "-Dcassandra.ring_delay_ms=100",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.consistent.rangemovement=false"));
        if (!settings.small()) {
            // What comes later counts.
            flags.addAll(List.of(
                    "-XX:TieredStopAtLevel=4",
                    "-XX:-UseDynamicNumberOfCompilerThreads",
                    "-XX:-UseSerialGC",
                    "-XX:+UseParallelGC"));
        }
        return new JavaCommand("cassandra.classpath", flags, "org.apache.cassandra.service.CassandraDaemon", List.of())
                .toList();
    }
}
