package dev.parley.transport.websocket;

import dev.parley.core.Chat;
import dev.parley.transport.websocket.internal.link.LinkDecoder;
import dev.parley.transport.websocket.internal.link.LinkTls;
import dev.parley.transport.websocket.internal.link.Proof;
import dev.parley.transport.websocket.internal.link.engine.EngineHub;
import dev.parley.transport.websocket.internal.local.LocalBackend;
import dev.parley.transport.websocket.internal.net.EventLoops;
import dev.parley.transport.websocket.options.LinkOptions;
import dev.parley.transport.websocket.options.LinkTrust;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where connection nodes reach an engine: clients' sockets are theirs, sessions, stores and the host's own code are here.
 *
 * <pre>{@code
 * EnginePort port = EnginePort.open(chat, LinkTrust.tls(secret, own, trusted), LinkOptions.DEFAULT, new InetSocketAddress(9080));
 * }</pre>
 *
 * For a graceful end close the engine first, which tells clients when to connect again and connection nodes to bring no more,
 * then this. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // bound before the constructor ends; closing reports by its own future
public final class EnginePort implements AutoCloseable {

    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);
    /** Links of connection nodes, those that have proven nothing yet among them. */
    private static final int LINKS = 1_000;

    private static final int FLUSHES = 256;

    private final EventLoops loops = EventLoops.start("parley-link");
    private final ChannelGroup links = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final EngineHub hub;
    private final LinkOptions options;
    private final @Nullable LinkTls tls;
    private final Channel listening;

    private EnginePort(Chat chat, LinkTrust trust, LinkOptions options, InetSocketAddress address) {
        this.options = options;
        tls = trust.own() == null || trust.trusted() == null ? null : LinkTls.server(trust.own(), trust.trusted());
        hub = new EngineHub(new LocalBackend(chat), options, new Proof(trust.secret()));
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.channel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new Links())
                .bind(address)
                .awaitUninterruptibly();
        listening = bound.channel();
        if (!bound.isSuccess()) {
            loops.group().shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new UncheckedIOException(new IOException("cannot listen on " + address, bound.cause()));
        }
    }

    /**
     * Starts to listen for connection nodes.
     *
     * @param chat the engine, which stays the caller's to close
     * @param trust whom to let in
     * @param options the limits
     * @param address where to listen; port 0 lets the system choose
     * @return the port
     * @throws UncheckedIOException when the port is taken, or the certificate can't be read
     */
    public static EnginePort open(Chat chat, LinkTrust trust, LinkOptions options, InetSocketAddress address) {
        return new EnginePort(chat, trust, options, address);
    }

    /**
     * The port that it listens on.
     *
     * @return the port, the one that the system chose when none was named
     */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * How many clients there are.
     *
     * @return clients of all connection nodes
     */
    public int clients() {
        return hub.clients();
    }

    /**
     * Takes no more clients, and closes the sessions that are left with {@link dev.parley.protocol.CloseCode#GOING_AWAY}.
     *
     * @param deadline when to cut the links, whoever is still on them
     * @return completes when no link is open and no thread runs; never fails
     */
    public CompletionStage<Void> close(Duration deadline) {
        if (open.getAndSet(false)) {
            listening.close();
            loops.group().schedule(this::stop, deadline.toMillis(), TimeUnit.MILLISECONDS);
            hub.leave().thenRun(this::stop);
        }
        return closed.copy();
    }

    /** Closes within 10 s, and waits for it. */
    @Override
    public void close() {
        close(DEFAULT_DEADLINE).toCompletableFuture().join();
    }

    private void stop() {
        links.close()
                .addListener(cut -> loops.group()
                        .shutdownGracefully(0, 2, TimeUnit.SECONDS)
                        .addListener(stopped -> closed.complete(null)));
    }

    /** Sets up every link. */
    private final class Links extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            links.add(channel);
            if (links.size() > LINKS || !open.get()) {
                channel.close();
                return;
            }
            if (tls != null) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc(), null));
            }
            channel.pipeline()
                    .addLast(new FlushConsolidationHandler(FLUSHES, true))
                    .addLast(new LinkDecoder(options.record()))
                    .addLast(hub.newLink());
        }
    }
}
