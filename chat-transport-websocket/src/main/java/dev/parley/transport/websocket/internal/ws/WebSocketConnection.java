package dev.parley.transport.websocket.internal.ws;

import dev.parley.core.session.EncodedFrame;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.internal.backend.ClientConnection;
import dev.parley.transport.websocket.internal.net.Accept;
import dev.parley.transport.websocket.internal.net.Chain;
import dev.parley.transport.websocket.options.ServerOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket, as the session sees it. What is written in one turn of the event loop goes out in one flush, and in as few
 * messages as their size limit allows. Confined to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is seen elsewhere
final class WebSocketConnection extends Chain.Link<WebSocketConnection> implements ClientConnection {

    /** The most bytes that a close frame has room for beside its code (RFC 6455 section 5.5). */
    private static final int REASON = 123;

    private static final byte[] LINE_FEED = {'\n'};

    /**
     * What the connections of an endpoint share. Immutable, but for who is open.
     *
     * @param options the limits
     * @param open all that are open
     * @param text puts messages together where text is spoken and no extension was agreed on
     * @param binary the same for binary messages
     */
    record Shared(ServerOptions options, Chain<WebSocketConnection> open, PlainMessages text, PlainMessages binary) {}

    private final Channel channel;
    private final FrameCodec codec;
    private final String token;
    private final Shared shared;
    /** Null while nothing is written. */
    private @Nullable List<byte[]> pending;

    private long pendingBytes;
    private boolean scheduled;
    /** Whether frames go out as they are written, because no extension changes them. */
    private boolean plain;

    private boolean closing;
    private boolean held;
    private @Nullable Future<?> cut;

    WebSocketConnection(Channel channel, FrameCodec codec, String token, Shared shared) {
        this.channel = channel;
        this.codec = codec;
        this.token = token;
        this.shared = shared;
    }

    /** The limits. */
    ServerOptions options() {
        return shared.options();
    }

    @Override
    public Executor executor() {
        return channel.eventLoop();
    }

    @Override
    public FrameCodec codec() {
        return codec;
    }

    @Override
    public String remoteAddress() {
        return Accept.remoteAddress(channel);
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public void write(EncodedFrame frame) {
        if (!closing) {
            write(frame.bytes(codec));
        }
    }

    @Override
    public void write(byte[] bytes) {
        if (closing) {
            return;
        }
        if (pending == null) {
            pending = new ArrayList<>(4);
        }
        pending.add(bytes);
        pendingBytes += bytes.length;
        if (pendingBytes >= options().connections().highWater()) {
            drain(); // so that the channel counts it, and writable() tells the truth
        }
    }

    @Override
    public void flush() {
        if (!scheduled && !closing) {
            scheduled = true;
            channel.eventLoop().execute(this::drain);
        }
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (!closing) {
            end(code.code(), reason, options().connections().closing());
        }
    }

    /** The same for a client that broke the protocol: no answer is awaited, the close frame is the end of the stream. */
    void fail(int code, String reason, Duration patience) {
        if (!closing) {
            end(code, reason, patience).addListener(sent -> endOutput());
        }
    }

    /**
     * Ends one direction only. Closing both while the client still sends would reset the connection, and the client might
     * never read the close frame.
     */
    private void endOutput() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    /** Sends what was written and a close frame; the connection is cut when the client does not close it in time. */
    private ChannelFuture end(int code, String reason, Duration patience) {
        drain();
        closing = true;
        ChannelFuture sent = send(new CloseWebSocketFrame(code, fitting(reason)));
        channel.config().setAutoRead(true);
        cut = channel.eventLoop().schedule(() -> channel.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
        return sent;
    }

    /** Answers the client's close frame in kind, and closes. */
    void endAsAsked(int code) {
        closing = true;
        CloseWebSocketFrame answer = code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
        send(answer).addListener(sent -> channel.close());
    }

    /** Sends one frame now. */
    ChannelFuture send(WebSocketFrame frame) {
        return channel.writeAndFlush(plain ? PlainMessages.of(channel.alloc(), frame) : frame);
    }

    @Override
    public int together() {
        return options().webSocket().outgoing();
    }

    @Override
    public void hold(boolean hold) {
        held = hold;
        readOrNot();
    }

    /** Who does not read answers does not get to ask for more, and neither does who is asked to wait. */
    void readOrNot() {
        if (!closing) {
            channel.config().setAutoRead(channel.isWritable() && !held);
        }
    }

    @Override
    public boolean closing() {
        return closing;
    }

    /** The upgrade is answered. */
    void opened() {
        ChannelPipeline pipeline = channel.pipeline();
        plain = pipeline.get(WebSocketExtensionEncoder.class) == null;
        if (plain) {
            pipeline.remove(WebSocket13FrameEncoder.class); // two objects that an idle connection can do without
        }
        if (!closing) {
            shared.open().add(this);
        }
    }

    /** The connection is gone. */
    void gone() {
        closing = true;
        shared.open().remove(this);
        pending = null;
        if (cut != null) {
            cut.cancel(false);
        }
    }

    private void drain() {
        scheduled = false;
        List<byte[]> frames = pending;
        if (frames == null) {
            return;
        }
        long all = pendingBytes;
        pending = null;
        pendingBytes = 0;
        if (plain) {
            PlainMessages messages = codec.binary() ? shared.binary() : shared.text();
            channel.writeAndFlush(messages.of(channel.alloc(), frames, all), channel.voidPromise());
            return;
        }
        List<byte[]> message = new ArrayList<>(2 * frames.size());
        long bytes = 0;
        for (byte[] frame : frames) {
            if (bytes > 0 && bytes + frame.length >= options().webSocket().outgoing()) {
                channel.write(message(message), channel.voidPromise());
                message.clear();
                bytes = 0;
            }
            if (bytes > 0 && !codec.binary()) {
                message.add(LINE_FEED);
            }
            message.add(frame);
            bytes += frame.length + 1;
        }
        channel.write(message(message), channel.voidPromise());
        channel.flush();
    }

    private WebSocketFrame message(List<byte[]> parts) {
        ByteBuf bytes = Unpooled.wrappedBuffer(parts.size(), parts.toArray(new byte[0][]));
        return codec.binary() ? new BinaryWebSocketFrame(bytes) : new TextWebSocketFrame(bytes);
    }

    private static String fitting(String reason) {
        boolean fits = reason.getBytes(StandardCharsets.UTF_8).length <= REASON;
        return fits ? reason : "";
    }
}
