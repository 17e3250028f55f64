package dev.parley.transport.websocket.internal.ws;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.http.BearerToken;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.net.Accept;
import dev.parley.transport.websocket.internal.net.Chain;
import dev.parley.transport.websocket.internal.net.RequestDeadline;
import dev.parley.transport.websocket.options.ServerOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns requests for {@code /v1/connect} into sessions. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is seen elsewhere
public final class WebSocketUpgrade {

    private final Function<WebSocketConnection, Messages> receivers;
    private final BooleanSupplier available;
    private final ServerOptions options;
    private final WebSocketDecoderConfig decoder;
    private final WriteBufferWaterMark waterMark;
    private final WebSocketConnection.Shared shared;

    /**
     * Upgrades to sessions of an engine.
     *
     * @param backend where the sessions are
     * @param options the limits
     */
    public WebSocketUpgrade(Backend backend, ServerOptions options) {
        this(connection -> new SessionMessages(backend, connection), backend::available, options);
    }

    /** Upgrades to whatever receives the messages: tests put something simpler in place of sessions. */
    WebSocketUpgrade(
            Function<WebSocketConnection, Messages> receivers, BooleanSupplier available, ServerOptions options) {
        this.receivers = receivers;
        this.available = available;
        this.options = options;
        int outgoing = options.webSocket().outgoing();
        this.shared = new WebSocketConnection.Shared(
                options, new Chain<>(), new PlainMessages(false, outgoing), new PlainMessages(true, outgoing));
        this.waterMark = new WriteBufferWaterMark(
                options.connections().lowWater(), options.connections().highWater());
        this.decoder = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(options.webSocket().message())
                .allowExtensions(options.webSocket().compression() > 0)
                .closeOnProtocolViolation(false) // its close frame may carry the wrong code
                .withUTF8Validator(false) // it would stand before decompression
                .build();
    }

    /**
     * The handler that must stand before the one that upgrades, when compression is on.
     *
     * @return a new handler, or null when compression is off
     */
    public @Nullable ChannelHandler newExtensionHandler() {
        int compression = options.webSocket().compression();
        return compression > 0 ? BoundedDeflate.handler(compression) : null;
    }

    /**
     * Upgrades a connection, or says why not.
     *
     * @param ctx the handler that got the request; replaced when it is upgraded
     * @param request the request, its origin checked already
     * @return the refusal, or null when the upgrade is under way; may throw ChatException
     */
    public @Nullable HttpReply upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.method().equals(HttpMethod.GET) || !asksForWebSocket(headers)) {
            return HttpReply.text(426, "This is a WebSocket.").with("Upgrade", "websocket");
        }
        if (!"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return HttpReply.text(426, "WebSocket version 13 is spoken here.").with("Sec-WebSocket-Version", "13");
        }
        if (!validKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return HttpReply.text(400, "Sec-WebSocket-Key: 16 bytes of base64 are expected.");
        }
        FrameCodec codec = agreed(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
        if (codec == null) {
            return HttpReply.text(
                    400,
                    "Sec-WebSocket-Protocol: one of " + FrameCodec.JSON.subprotocol() + ", "
                            + FrameCodec.CBOR.subprotocol() + " is expected.");
        }
        if (!available.getAsBoolean()) {
            throw new ChatException(ErrorCode.OVERLOADED, "nobody is there to serve another connection");
        }
        begin(ctx, request, codec);
        return null;
    }

    /** Closes all WebSockets, with the code that makes clients connect elsewhere. */
    public void closeAll() {
        for (WebSocketConnection connection : shared.open().all()) {
            connection.executor().execute(() -> connection.close(CloseCode.GOING_AWAY, "the server stops"));
        }
    }

    private void begin(ChannelHandlerContext ctx, FullHttpRequest request, FrameCodec codec) {
        String token = BearerToken.of(request.headers().get(HttpHeaderNames.AUTHORIZATION, ""));
        Channel channel = ctx.channel();
        channel.config().setWriteBufferWaterMark(waterMark);
        WebSocketConnection connection = new WebSocketConnection(channel, codec, token, shared);
        WebSocketFrames frames = new WebSocketFrames(connection, receivers.apply(connection));
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.replace(ctx.handler(), "parley-frames", frames);
        ChannelHandlerContext deflate = pipeline.context(WebSocketServerExtensionHandler.class);
        if (deflate != null) { // it puts decompression in its own place
            pipeline.addBefore(deflate.name(), null, ReservedBits.beforeDecompression());
            pipeline.addBefore("parley-frames", null, ReservedBits.behindDecompression());
        }
        if (pipeline.get(RequestDeadline.class) != null) {
            pipeline.remove(RequestDeadline.class);
        }
        // Takes the HTTP handlers out, and adds the frame decoder in their place.
        new WebSocketServerHandshaker13("", codec.subprotocol(), decoder)
                .handshake(channel, request, new DefaultHttpHeaders(), channel.newPromise())
                .addListener(answered -> {
                    if (answered.isSuccess()) {
                        connection.opened();
                        frames.open(Accept.done(channel));
                    } else {
                        channel.close();
                    }
                });
    }

    private static boolean asksForWebSocket(HttpHeaders headers) {
        return headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    private static boolean validKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable FrameCodec agreed(List<String> offers) {
        for (String offer : String.join(",", offers).split(",", -1)) {
            String name = offer.trim();
            if (name.equals(FrameCodec.JSON.subprotocol())) {
                return FrameCodec.JSON;
            }
            if (name.equals(FrameCodec.CBOR.subprotocol())) {
                return FrameCodec.CBOR;
            }
        }
        return null;
    }
}
