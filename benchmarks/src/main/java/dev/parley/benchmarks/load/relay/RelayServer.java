package dev.parley.benchmarks.load.relay;

import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Netty with nothing but its HTTP codec, until the WebSocket is open, and then its frame codec. The path ends with the
 * number of the user: {@code /17}. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel
final class RelayServer implements Serving {

    private static final int LONGEST = 65_536;
    private static final int BACKLOG = 4_096;

    private final MultiThreadIoEventLoopGroup group;
    private final Channel listening;
    private final Carrier carrier;

    private RelayServer(MultiThreadIoEventLoopGroup group, Channel listening, Carrier carrier) {
        this.group = group;
        this.listening = listening;
        this.carrier = carrier;
    }

    static RelayServer start(ServerSettings settings, Carrier carrier) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(settings.eventLoops(), handlers);
        People people = new People(settings.scene());
        Channel listening = new ServerBootstrap()
                .group(group)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(LONGEST))
                                .addLast(new Upgrade(people, carrier));
                    }
                })
                .bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0))
                .syncUninterruptibly()
                .channel();
        return new RelayServer(group, listening, carrier);
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() throws IOException {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        carrier.close();
    }

    /** Opens the WebSocket, and makes place for the carrier. Confined to its event loop. */
    private static final class Upgrade extends SimpleChannelInboundHandler<FullHttpRequest> {

        private static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(LONGEST)
                .allowExtensions(false)
                .withUTF8Validator(false)
                .build();

        private final People people;
        private final Carrier carrier;

        Upgrade(People people, Carrier carrier) {
            this.people = people;
            this.carrier = carrier;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            String path = request.uri();
            int user = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
            Channel channel = ctx.channel();
            people.came(user, channel);
            ctx.pipeline().replace(this, "relay", carrier.handler(people, user));
            new WebSocketServerHandshaker13("", null, DECODER)
                    .handshake(channel, request, new DefaultHttpHeaders(), channel.newPromise());
        }
    }
}
