package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.transport.websocket.options.ServerOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The chat at a path of a Netty server that somebody else wrote. */
class ChatEndpointTest {

    private final PlainChat chat = new PlainChat();
    private final ChatEndpoint endpoint = ChatEndpoint.mount(chat, "/chat", ServerOptions.DEFAULT);
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening = new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline()
                            .addLast(
                                    new HttpServerCodec(),
                                    new HttpObjectAggregator(1 << 20),
                                    endpoint.newHandler(),
                                    new HostHandler());
                }
            })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
    private final int port = ((InetSocketAddress) listening.localAddress()).getPort();
    private final HttpClient http = HttpClient.newHttpClient();

    /** Says which path it was asked for. */
    private static final class HostHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            byte[] body = ("host " + request.uri()).getBytes(StandardCharsets.UTF_8);
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
            HttpUtil.setContentLength(response, body.length);
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }

    @AfterEach
    void close() {
        listening.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private String get(String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Bearer ada")
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    @Test
    void sessionsRunInTheHostsPipeline() throws Exception {
        JdkSocket client = JdkSocket.open(
                HttpClient.newHttpClient(),
                URI.create("ws://127.0.0.1:" + port + "/chat/v1/connect"),
                "parley.v1.json");

        assertThat(client.send(JdkSocket.HELLO).text()).contains("welcome");
        client.socket().sendClose(1000, "").join();
        assertThat(client.closedWith()).startsWith("1000");
        chat.session().gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void theApiIsThereToo() throws Exception {
        assertThat(get("/chat/v1/unread")).isEqualTo("{\"done\":{}}");
    }

    @Test
    void everythingElseIsTheHosts() throws Exception {
        assertThat(get("/v1/unread")).isEqualTo("host /v1/unread");
        assertThat(get("/chat")).isEqualTo("host /chat");
        assertThat(get("/chat/v1/unread")).isEqualTo("{\"done\":{}}");
        assertThat(get("/chatter/v1/unread")).isEqualTo("host /chatter/v1/unread");
    }

    @Test
    void closingTheEndpointClosesItsSessions() throws Exception {
        JdkSocket client = JdkSocket.open(
                HttpClient.newHttpClient(),
                URI.create("ws://127.0.0.1:" + port + "/chat/v1/connect"),
                "parley.v1.json");
        chat.session();

        endpoint.close();

        assertThat(client.closedWith()).startsWith("4000");
    }
}
