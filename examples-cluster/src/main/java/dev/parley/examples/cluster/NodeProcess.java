package dev.parley.examples.cluster;

import dev.parley.servers.process.Child;
import dev.parley.servers.process.Started;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node in a process of its own, which ends with this process at the latest. Thread-safe. */
public final class NodeProcess implements AutoCloseable {

    private final String name;
    private final Path log;
    private final InetSocketAddress address;
    private final Map<String, String> properties;
    private @Nullable Child child;

    NodeProcess(String name, Path folder, int port, Map<String, String> properties) {
        this.name = name;
        this.log = folder.resolve(name.replace(' ', '-') + ".log").toAbsolutePath();
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.properties = Map.copyOf(properties);
    }

    /** Starts it, and waits until clients can connect. */
    public synchronized void start() {
        if (runs()) {
            throw new IllegalStateException(name + " runs already");
        }
        Child started = Child.start(name, command(), log);
        child = started;
        Started.awaitListening(started, address);
    }

    /** Stops it as {@code kill -9} does. */
    public synchronized void kill() {
        if (child != null) {
            child.kill();
        }
    }

    /** Asks it to end: it sends its clients to other nodes first. {@link #awaitEnd} waits for that. */
    public void stop() {
        child().terminate();
    }

    /**
     * Waits until it has ended.
     *
     * @param most for how long
     * @return false when it has not by then
     */
    public boolean awaitEnd(Duration most) {
        return child().awaitEnd(most);
    }

    /**
     * Tells whether it runs.
     *
     * @return false before its start and after its end
     */
    public synchronized boolean runs() {
        return child != null && child.alive();
    }

    /**
     * Where clients connect.
     *
     * @return its address, the same after every start
     */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * The last lines that it wrote.
     *
     * @return some lines
     */
    public String tail() {
        return child().tail();
    }

    private synchronized Child child() {
        if (child == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return child;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dparley.port=" + address.getPort()));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", classPath(), ClusterNode.class.getName()));
        return command;
    }

    /** Where this class came from: Maven runs a main in its own process, with a loader made for it. */
    private static String classPath() {
        if (NodeProcess.class.getClassLoader() instanceof URLClassLoader loader) {
            List<String> places = new ArrayList<>();
            for (URL url : loader.getURLs()) {
                try {
                    places.add(Path.of(url.toURI()).toString());
                } catch (URISyntaxException e) {
                    throw new IllegalStateException("a class path of files", e);
                }
            }
            return String.join(File.pathSeparator, places);
        }
        return System.getProperty("java.class.path");
    }

    /** Kills it. */
    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return name + " at http://localhost:" + address.getPort() + (runs() ? "" : " (not running)");
    }
}
