package dev.parley.transport.websocket;

import dev.parley.core.Chat;
import dev.parley.transport.websocket.http.HttpRoutes;
import dev.parley.transport.websocket.internal.Paths;
import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.local.LocalBackend;
import dev.parley.transport.websocket.internal.net.Accept;
import dev.parley.transport.websocket.internal.net.ConnectionCaps;
import dev.parley.transport.websocket.internal.net.EventLoops;
import dev.parley.transport.websocket.internal.net.LoopReads;
import dev.parley.transport.websocket.internal.net.OpenChannels;
import dev.parley.transport.websocket.internal.net.RequestDeadline;
import dev.parley.transport.websocket.internal.net.Tls;
import dev.parley.transport.websocket.internal.web.HostRoutes;
import dev.parley.transport.websocket.internal.web.HttpFront;
import dev.parley.transport.websocket.options.ServerOptions;
import dev.parley.transport.websocket.options.TlsFiles;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
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
 * The chat on a port of its own: WebSocket, long-polling and HTTP API below {@code /v1/}, the host's pages and handlers
 * beside it.
 *
 * <pre>{@code
 * try (ChatServer server = ChatServer.builder(chat).port(8080).start()) {
 *     …
 * }
 * }</pre>
 *
 * For a graceful end close the engine first, which tells clients when to connect again, then the server. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // bound before the constructor ends; closing reports by its own future
public final class ChatServer implements AutoCloseable {

    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

    private final EventLoops loops;
    private final ServerOptions options;
    private final HostRoutes hosted;
    private final ConnectionCaps caps;
    private final Paths paths;
    private final @Nullable Tls tls;
    private final OpenChannels channels;
    private final RecvByteBufAllocator reads = new LoopReads();
    private final Channel listening;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean accepting = new AtomicBoolean(true);

    private ChatServer(Builder builder) {
        options = builder.options;
        tls = builder.tls == null
                ? null
                : new Tls(builder.tls, options.connections().open());
        caps = new ConnectionCaps(options.connections());
        hosted = new HostRoutes(builder.routes, options.http().handlers());
        paths = new Paths(builder.backend, "", options, caps, hosted);
        loops = EventLoops.start();
        channels = new OpenChannels(caps);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.channel())
                .option(ChannelOption.SO_BACKLOG, options.connections().backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads)
                .childHandler(new Connections())
                .bind(new InetSocketAddress(builder.host, builder.port))
                .awaitUninterruptibly();
        listening = bound.channel();
        if (!bound.isSuccess()) {
            loops.group().shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new UncheckedIOException(new IOException(
                    "cannot listen on " + builder.host + ":" + builder.port + ": "
                            + bound.cause().getMessage(),
                    bound.cause()));
        }
    }

    /**
     * Starts to set up a server.
     *
     * @param chat the engine, which stays the caller's to close
     * @return the builder
     */
    public static Builder builder(Chat chat) {
        return new Builder(new LocalBackend(chat));
    }

    /**
     * Starts to set up the server of a connection node.
     *
     * @param links the links to the engine nodes, which stay the caller's to close, before the server
     * @return the builder
     */
    public static Builder builder(EngineLinks links) {
        return new Builder(links.backend());
    }

    /**
     * The port that the server listens on.
     *
     * @return the port, the one that the system chose when none was named
     */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * How many connections there are.
     *
     * @return connections and long-polling sessions
     */
    public int connections() {
        return caps.open();
    }

    /**
     * Reads the certificate files again, for new connections; old ones keep theirs. Blocks on the files.
     *
     * @throws IllegalStateException when the server has no TLS
     * @throws UncheckedIOException when the files can't be read; the certificate in use stays
     * @throws IllegalArgumentException when they hold no certificate and key; the certificate in use stays
     */
    public void reloadTls() {
        if (tls == null) {
            throw new IllegalStateException("this server has no TLS");
        }
        tls.reload();
    }

    /**
     * Stops listening, closes sessions with {@link dev.parley.protocol.CloseCode#GOING_AWAY}, and waits for requests under
     * way.
     *
     * @param deadline when to cut what is still open
     * @return completes when nothing is open and no thread of the server runs; never fails
     */
    public CompletionStage<Void> close(Duration deadline) {
        if (!accepting.getAndSet(false)) {
            return closed.copy();
        }
        listening.close();
        hosted.close();
        paths.closeSessions();
        channels.forEach(channel -> channel.pipeline().fireUserEventTriggered(HttpFront.Drain.REQUESTS));
        loops.group().schedule(() -> channels.forEach(Channel::close), deadline.toMillis(), TimeUnit.MILLISECONDS);
        channels.noMore().thenRun(this::stop);
        return closed.copy();
    }

    /** Closes within 10 s, and waits for it. */
    @Override
    public void close() {
        close(DEFAULT_DEADLINE).toCompletableFuture().join();
    }

    private void stop() {
        loops.group().shutdownGracefully(0, 2, TimeUnit.SECONDS).addListener(stopped -> closed.complete(null));
    }

    /** Sets up every accepted connection. */
    private final class Connections extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast(new Accept(channels, accepting::get));
            if (tls != null) {
                pipeline.addLast(tls.newHandler(channel.alloc()));
            }
            pipeline.addLast(new HttpServerCodec(new HttpDecoderConfig()
                    .setMaxInitialLineLength(options.http().line())
                    .setMaxHeaderSize(options.http().headers())));
            pipeline.addLast(new RequestDeadline(options));
            pipeline.addLast(new HttpObjectAggregator(options.http().body()));
            pipeline.addLast(paths.newHandler());
        }
    }

    /** Sets up a server. Confined to one thread. */
    public static final class Builder {

        private final Backend backend;
        private String host = "0.0.0.0";
        private int port = 8080;
        private ServerOptions options = ServerOptions.DEFAULT;
        private HttpRoutes routes = HttpRoutes.NONE;
        private @Nullable TlsFiles tls;

        private Builder(Backend backend) {
            this.backend = backend;
        }

        /**
         * Where to listen.
         *
         * @param address a name or IP address of this machine; all of them unless set
         * @return this
         */
        public Builder host(String address) {
            host = address;
            return this;
        }

        /**
         * Where to listen.
         *
         * @param number the port, 8080 unless set; 0 lets the system choose
         * @return this
         */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * Sets limits and allowed origins.
         *
         * @param settings the options, {@link ServerOptions#DEFAULT} unless set: then no web page may connect
         * @return this
         */
        public Builder options(ServerOptions settings) {
            options = settings;
            return this;
        }

        /**
         * Serves something beside the chat.
         *
         * @param beside the host's routes
         * @return this
         */
        public Builder routes(HttpRoutes beside) {
            routes = beside;
            return this;
        }

        /**
         * Speaks TLS, and nothing else.
         *
         * @param files where the certificate is
         * @return this
         */
        public Builder tls(TlsFiles files) {
            tls = files;
            return this;
        }

        /**
         * Starts to listen.
         *
         * @return the server
         * @throws UncheckedIOException when the port is taken, or the certificate can't be read
         */
        public ChatServer start() {
            return new ChatServer(this);
        }
    }
}
