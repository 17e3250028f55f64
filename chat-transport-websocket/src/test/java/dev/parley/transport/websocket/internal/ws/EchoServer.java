package dev.parley.transport.websocket.internal.ws;

import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.net.Accept;
import dev.parley.transport.websocket.internal.net.ConnectionCaps;
import dev.parley.transport.websocket.internal.net.EventLoops;
import dev.parley.transport.websocket.internal.net.OpenChannels;
import dev.parley.transport.websocket.internal.net.RequestDeadline;
import dev.parley.transport.websocket.internal.web.HttpFront;
import dev.parley.transport.websocket.options.ServerOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The server's own pipeline, handshake and frame rules, with an echo where the chat sessions would be. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel
final class EchoServer implements AutoCloseable {

    private final EventLoops loops = EventLoops.start();
    private final Channel listening;

    EchoServer(ServerOptions options) {
        OpenChannels channels = new OpenChannels(new ConnectionCaps(options.connections()));
        WebSocketUpgrade upgrade = new WebSocketUpgrade(Echo::new, () -> true, options);
        listening = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.channel())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new Accept(channels, () -> true))
                                .addLast(new HttpServerCodec())
                                .addLast(new RequestDeadline(options))
                                .addLast(new HttpObjectAggregator(options.http().body()))
                                .addLast(new HttpFront(
                                        (ctx, request) -> route(upgrade, ctx, request), upgrade.newExtensionHandler()));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    private static CompletionStage<HttpReply> route(
            WebSocketUpgrade upgrade, ChannelHandlerContext ctx, FullHttpRequest request) {
        HttpReply refusal = upgrade.upgrade(ctx, request);
        return refusal == null ? HttpFront.UPGRADED : refusal.now();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        loops.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Sends every message back as it came. */
    private record Echo(WebSocketConnection connection) implements Messages {

        @Override
        public void open(long acceptedAtMillis) {}

        @Override
        public boolean takes(boolean text) {
            return true;
        }

        @Override
        public void receive(boolean text, byte[] bytes) {
            ByteBuf content = Unpooled.wrappedBuffer(bytes);
            connection.send(text ? new TextWebSocketFrame(content) : new BinaryWebSocketFrame(content));
        }

        @Override
        public void writabilityChanged() {}

        @Override
        public void gone() {}
    }
}
