package dev.parley.integration.faults.clients;

import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket of a light client. Confined to the client's event loop. */
final class LightConnection extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger LOG = LoggerFactory.getLogger(LightConnection.class);
    private static final int LONGEST_MESSAGE = 16 * 1024 * 1024;
    private static final long OPENING_MS = 20_000;
    private static final String SILENCE = "silence";

    private final LightClient client;
    private final URI server;
    private int closeCode = 1006;

    LightConnection(LightClient client, URI server) {
        this.client = client;
        this.server = server;
    }

    Channel open(Bootstrap bootstrap) {
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(server)
                .subprotocol(FrameCodec.JSON.subprotocol())
                .maxFramePayloadLength(LONGEST_MESSAGE)
                .generateOriginHeader(false)
                .handleCloseFrames(false)
                .handshakeTimeoutMillis(OPENING_MS)
                .build();
        Channel channel = bootstrap
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(SILENCE, idle(OPENING_MS))
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(65_536))
                                .addLast(new WebSocketClientProtocolHandler(config))
                                .addLast(new WebSocketFrameAggregator(LONGEST_MESSAGE))
                                .addLast(LightConnection.this);
                    }
                })
                .connect(server.getHost(), server.getPort())
                .channel();
        channel.closeFuture().addListener(closed -> client.lost(closeCode));
        return channel;
    }

    /** Something must be heard every so often from now on. */
    static void expect(Channel channel, long everyMs) {
        channel.pipeline().replace(SILENCE, SILENCE, idle(everyMs));
    }

    private static IdleStateHandler idle(long readerMs) {
        return new IdleStateHandler(readerMs, 0, 0, TimeUnit.MILLISECONDS);
    }

    static void write(Channel channel, Frame frame) {
        ChannelFuture unused =
                channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(FrameCodec.JSON.encode(frame))));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            client.opened();
        } else if (event instanceof IdleStateEvent) {
            close(context);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
        if (message instanceof CloseWebSocketFrame close) {
            closeCode = close.statusCode();
            close(context);
        } else if (message instanceof TextWebSocketFrame) {
            for (Frame frame : FrameCodec.JSON.decodeAnswers(ByteBufUtil.getBytes(message.content()))) {
                client.received(frame);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a light client's connection broke", cause);
        close(context);
    }

    private static void close(ChannelHandlerContext context) {
        ChannelFuture unused = context.close();
    }
}
