package dev.parley.servers.redis;

import dev.parley.servers.process.Child;
import dev.parley.servers.process.Ports;
import dev.parley.servers.process.Started;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One Redis, which can be killed, paused and started again, empty, and ends with this process at the latest. Thread-safe. */
public final class RedisServer implements AutoCloseable {

    static final String HOST = "127.0.0.1";
    static final int HIGHEST_PORT = 65_535;

    private final Path folder;
    private final InetSocketAddress address;
    private final List<String> more;
    private @Nullable Child child;

    private RedisServer(Path folder, int port, List<String> more) {
        this.folder = folder.toAbsolutePath();
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.more = List.copyOf(more);
    }

    /**
     * Starts a server and waits until clients can connect.
     *
     * @param folder where its program and its log lie
     * @return the server
     */
    public static RedisServer start(Path folder) {
        return Started.retrying(
                () -> start(folder, Ports.free(1, HIGHEST_PORT, List.of(HOST)).get(0), List.of()));
    }

    static RedisServer start(Path folder, int port, List<String> more) {
        RedisServer server = new RedisServer(folder, port, more);
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
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
     * Where clients connect, as most of them are told.
     *
     * @return {@code redis://127.0.0.1:PORT}
     */
    public String uri() {
        return "redis://" + HOST + ":" + address.getPort();
    }

    /** Starts it, empty, and waits until clients can connect. */
    public synchronized void start() {
        if (child != null) {
            throw new IllegalStateException(child + " runs (expected: not running)");
        }
        child = Child.start("redis " + address.getPort(), command(), folder.resolve("redis.log"));
        Started.awaitListening(child, address);
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

    /**
     * Asks the server.
     *
     * @param words a command and its arguments, none of them empty or with spaces
     * @return what it answers, lines and all
     * @throws IllegalStateException when it answers with an error
     */
    public String ask(String... words) {
        return RedisAnswer.to(address, words);
    }

    /** Kills it. */
    @Override
    public void close() {
        kill();
    }

    private synchronized Child child() {
        if (child == null) {
            throw new IllegalStateException("redis " + address + ": not running");
        }
        return child;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                RedisBinary.in(folder).toString(),
                "--port",
                Integer.toString(address.getPort()),
                "--bind",
                HOST,
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()));
        command.addAll(more);
        return command;
    }

    @Override
    public String toString() {
        return "redis " + address + " in " + folder;
    }
}
