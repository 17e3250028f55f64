package dev.parley.transport.websocket.internal.ws;

import dev.parley.protocol.CloseCode;
import dev.parley.transport.websocket.options.WebSocketOptions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a WebSocket's frames together to messages. Netty only reports what breaks the protocol; every close frame is sent
 * here, with the code that RFC 6455 section 7.4.1 asks for. Confined to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is seen elsewhere
final class WebSocketFrames extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(WebSocketFrames.class);

    /** How long a client that broke the protocol may take to close its side. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** From here on codes are no codes; Netty's decoder lets them pass. */
    private static final int FIRST_INVALID_CODE = 5000;

    private final WebSocketConnection connection;
    private final Messages messages;
    private @Nullable ByteArrayOutputStream message;
    private boolean text;
    private int fragments;
    /** What {@link Utf8} makes of the message so far. */
    private int utf8;

    WebSocketFrames(WebSocketConnection connection, Messages messages) {
        this.connection = connection;
        this.messages = messages;
    }

    /** The upgrade is answered: frames may come. */
    void open(long acceptedAtMillis) {
        try {
            messages.open(acceptedAtMillis);
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        if (read instanceof WebSocketFrame frame) {
            try {
                receive(ctx, frame);
            } finally {
                frame.release();
            }
        } else {
            ctx.fireChannelRead(read);
        }
    }

    private void receive(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (connection.closing()) {
            if (frame instanceof CloseWebSocketFrame) {
                ctx.close();
            }
        } else if (frame instanceof PingWebSocketFrame) {
            if (ctx.channel().isWritable()) { // a client that pings but does not read gets no heap of pongs
                connection.send(new PongWebSocketFrame(frame.content().retain()));
            }
        } else if (frame instanceof CloseWebSocketFrame close) {
            int code = close.statusCode();
            if (code >= FIRST_INVALID_CODE) {
                violation(WebSocketCloseStatus.PROTOCOL_ERROR, "invalid close code");
            } else {
                connection.endAsAsked(code);
            }
        } else if (!(frame instanceof PongWebSocketFrame)) {
            part(frame);
        }
    }

    private void part(WebSocketFrame frame) {
        boolean first = !(frame instanceof ContinuationWebSocketFrame);
        if (first) {
            text = frame instanceof TextWebSocketFrame;
            utf8 = Utf8.WHOLE;
        }
        if (first && !messages.takes(text)) {
            violation(
                    WebSocketCloseStatus.INVALID_MESSAGE_TYPE,
                    connection.codec().subprotocol() + " takes "
                            + (connection.codec().binary() ? "binary" : "text") + " messages");
            return;
        }
        utf8 = text ? Utf8.next(utf8, frame.content()) : Utf8.WHOLE;
        if (utf8 == Utf8.INVALID || (frame.isFinalFragment() && utf8 != Utf8.WHOLE)) {
            message = null;
            violation(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a text that is not UTF-8");
            return;
        }
        WebSocketOptions options = connection.options().webSocket();
        fragments = first ? 1 : fragments + 1;
        int size = frame.content().readableBytes();
        int before = message == null ? 0 : message.size();
        if (before + size > options.message() || fragments > options.fragments()) {
            message = null;
            violation(
                    WebSocketCloseStatus.MESSAGE_TOO_BIG,
                    "a message has at most " + options.message() + " bytes in " + options.fragments() + " fragments");
            return;
        }
        byte[] bytes = new byte[size];
        frame.content().readBytes(bytes);
        if (first && frame.isFinalFragment()) {
            receive(bytes);
            return;
        }
        ByteArrayOutputStream parts = message == null ? new ByteArrayOutputStream(size * 2) : message;
        parts.writeBytes(bytes);
        message = frame.isFinalFragment() ? null : parts;
        if (frame.isFinalFragment()) {
            receive(parts.toByteArray());
        }
    }

    private void receive(byte[] bytes) {
        try {
            messages.receive(text, bytes);
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!connection.closing()) {
            connection.readOrNot();
            messages.writabilityChanged();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.gone();
        message = null;
        messages.gone();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            violation(corrupted.closeStatus(), String.valueOf(corrupted.getMessage()));
        } else if (cause instanceof TooLongFrameException || rootOf(cause) instanceof DecompressionException) {
            violation(WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message decompresses to too many bytes");
        } else if (cause instanceof CodecException) {
            violation(WebSocketCloseStatus.PROTOCOL_ERROR, "not a WebSocket frame");
        } else if (cause instanceof IOException) {
            log.debug("connection lost", cause);
            ctx.close();
        } else {
            fault(cause);
        }
    }

    private void violation(WebSocketCloseStatus status, String reason) {
        Duration closing = connection.options().connections().closing();
        connection.fail(status.code(), reason, closing.compareTo(LINGER) < 0 ? closing : LINGER);
    }

    private void fault(Throwable cause) {
        log.error("a session failed", cause);
        connection.close(CloseCode.INTERNAL, "a fault of the server");
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause == null ? thrown : rootOf(cause);
    }
}
