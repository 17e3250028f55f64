package dev.parley.transport.websocket;

import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.link.LinkDecoder;
import dev.parley.transport.websocket.internal.link.LinkHandler;
import dev.parley.transport.websocket.internal.link.LinkTls;
import dev.parley.transport.websocket.internal.link.Proof;
import dev.parley.transport.websocket.internal.link.edge.EdgeHub;
import dev.parley.transport.websocket.internal.net.EventLoops;
import dev.parley.transport.websocket.options.LinkOptions;
import dev.parley.transport.websocket.options.LinkTrust;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection node's links to the engine nodes, over which it brings its clients to them. It knows no stores, no users and no
 * tokens; a {@link ChatServer} or {@link ChatEndpoint} in front of it holds the sockets.
 *
 * <pre>{@code
 * EngineLinks links = EngineLinks.open(LinkTrust.tls(secret, own, trusted), LinkOptions.DEFAULT, engines);
 * ChatServer server = ChatServer.builder(links).port(8080).start();
 * }</pre>
 *
 * For a graceful end close the links first, which tells clients when to connect again, then the server. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing reports by its own future
public final class EngineLinks implements AutoCloseable {

    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);
    private static final long LEAST_SPREAD_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 50;
    /** Of the deadline, how much is left for closing. */
    private static final int CLOSING_PART = 4;

    private static final int FLUSHES = 256;

    private final EventLoops loops = EventLoops.start("parley-link");
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final LinkOptions options;
    private final @Nullable LinkTls tls;
    private final EdgeHub hub;

    private EngineLinks(LinkTrust trust, LinkOptions options) {
        this.options = options;
        tls = trust.own() == null || trust.trusted() == null ? null : LinkTls.client(trust.own(), trust.trusted());
        hub = new EdgeHub(options, new Proof(trust.secret()), new Netty());
    }

    /**
     * Begins to connect, without waiting for it; what breaks or does not answer is connected again.
     *
     * @param trust how to show who this is, and whom to trust
     * @param options the limits
     * @param engines where the engine nodes are
     * @return the links
     * @throws java.io.UncheckedIOException when the certificate can't be read
     */
    public static EngineLinks open(LinkTrust trust, LinkOptions options, List<InetSocketAddress> engines) {
        EngineLinks links = new EngineLinks(trust, options);
        links.engines(engines);
        return links;
    }

    /**
     * Names the engine nodes anew. Clients that are on one which is not named any more stay until they go.
     *
     * @param engines where the engine nodes are
     */
    public void engines(List<InetSocketAddress> engines) {
        hub.engines(List.copyOf(engines));
    }

    /**
     * How many engine nodes can be reached.
     *
     * @return engine nodes with an open link
     */
    public int reachable() {
        return hub.reachable();
    }

    /**
     * How many clients there are.
     *
     * @return clients on open links
     */
    public int clients() {
        return hub.clients();
    }

    /** Where the transport brings clients. */
    Backend backend() {
        return hub;
    }

    /**
     * Takes no more clients, tells those that are there to connect elsewhere at a time of their own, and closes with {@link
     * dev.parley.protocol.CloseCode#GOING_AWAY} who is still there towards the end.
     *
     * @param deadline how long that may take
     * @return completes when no link is open and no thread runs; never fails
     */
    public CompletionStage<Void> close(Duration deadline) {
        if (open.getAndSet(false)) {
            hub.drain(Math.max(LEAST_SPREAD_MILLIS, deadline.toMillis()));
            long nanos = deadline.toNanos();
            await(System.nanoTime() + nanos - nanos / CLOSING_PART, System.nanoTime() + nanos, false);
        }
        return closed.copy();
    }

    /** Closes within 10 s, and waits for it. */
    @Override
    public void close() {
        close(DEFAULT_DEADLINE).toCompletableFuture().join();
    }

    private void await(long closing, long end, boolean told) {
        long now = System.nanoTime();
        if (hub.clients() == 0 || now - end >= 0) {
            hub.end();
            loops.group()
                    .shutdownGracefully(50, 2_000, TimeUnit.MILLISECONDS)
                    .addListener(stopped -> closed.complete(null));
            return;
        }
        boolean late = now - closing >= 0;
        if (late && !told) {
            hub.closeClients();
        }
        loops.group().schedule(() -> await(closing, end, late), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Connects by Netty. */
    private final class Netty implements EdgeHub.Dialler {

        @Override
        public void dial(InetSocketAddress to, LinkHandler link, Runnable failed) {
            // Looking up a name blocks, which an event loop must not.
            CompletableFuture.supplyAsync(() -> new InetSocketAddress(to.getHostString(), to.getPort()))
                    .thenAccept(found -> connect(to, found, link, failed));
        }

        @Override
        public void later(long millis, Runnable task) {
            if (open.get()) {
                loops.group().schedule(task, millis, TimeUnit.MILLISECONDS);
            }
        }

        private void connect(InetSocketAddress to, InetSocketAddress found, LinkHandler link, Runnable failed) {
            if (!open.get()) {
                return;
            }
            if (found.isUnresolved()) {
                failed.run();
                return;
            }
            new Bootstrap()
                    .group(loops.group())
                    .channel(loops.socket())
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                            options.silence().toMillis())
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            if (tls != null) {
                                channel.pipeline().addLast(tls.newHandler(channel.alloc(), to));
                            }
                            channel.pipeline()
                                    .addLast(new FlushConsolidationHandler(FLUSHES, true))
                                    .addLast(new LinkDecoder(options.record()))
                                    .addLast(link);
                        }
                    })
                    .connect(found)
                    .channel()
                    .closeFuture() // also when it was never connected
                    .addListener(over -> failed.run());
        }
    }
}
