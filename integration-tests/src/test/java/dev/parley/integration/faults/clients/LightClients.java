package dev.parley.integration.faults.clients;

import dev.parley.model.Entry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Clients by the thousand on two threads. Thread-safe. */
public final class LightClients implements AutoCloseable {

    private static final int THREADS = 2;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
    private final List<LightClient> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final URI server;
    private final Consumer<Entry> shown;

    /**
     * None yet.
     *
     * @param server where they connect
     * @param shown hears of every entry that one of them is sent at its place, on one of two threads
     */
    public LightClients(URI server, Consumer<Entry> shown) {
        this.server = server;
        this.shown = shown;
    }

    /** A client for a user, which begins to connect. */
    public LightClient connect(String user) {
        LightClient client = new LightClient(this, user, loops.next());
        clients.add(client);
        client.start();
        return client;
    }

    /** Waits until all have caught up. */
    public void awaitLive(Duration most) {
        Awaitility.await().atMost(most).pollInterval(Duration.ofMillis(20)).until(() -> live.get() == clients.size());
    }

    /** Waits until none has a connection that it knows to be good. */
    public void awaitLost() {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> live.get() == 0);
    }

    /** How often a hello was answered with a time to come back. */
    public int refusals() {
        return refusals.get();
    }

    /** Why some of them ended for good; nobody should. */
    public List<String> ended() {
        return List.copyOf(ended);
    }

    URI server() {
        return server;
    }

    Bootstrap bootstrap() {
        return new Bootstrap()
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 20_000)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    void shown(Entry entry) {
        shown.accept(entry);
    }

    void live(int change) {
        live.addAndGet(change);
    }

    void refused() {
        refusals.incrementAndGet();
    }

    void ended(String why) {
        ended.add(why);
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
