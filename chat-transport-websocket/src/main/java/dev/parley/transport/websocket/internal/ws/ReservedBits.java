package dev.parley.transport.websocket.internal.ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * With compression on, Netty lets all reserved bits pass. Of these permessage-deflate needs the first one, at the start of a
 * message (RFC 7692 section 6), and takes it off. One of these stands before decompression, so that a frame it refuses
 * costs nothing, and one behind it, where no bit may be left: none was agreed on. Confined to the channel's event loop.
 */
final class ReservedBits extends ChannelInboundHandlerAdapter {

    private static final int COMPRESSED = 4;

    private final boolean mayBeCompressed;

    private ReservedBits(boolean mayBeCompressed) {
        this.mayBeCompressed = mayBeCompressed;
    }

    static ReservedBits beforeDecompression() {
        return new ReservedBits(true);
    }

    static ReservedBits behindDecompression() {
        return new ReservedBits(false);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof WebSocketFrame frame && frame.rsv() != 0 && !startsCompressed(frame)) {
            ReferenceCountUtil.release(frame);
            ctx.fireExceptionCaught(new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "a reserved bit that means nothing here"));
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private boolean startsCompressed(WebSocketFrame frame) {
        return mayBeCompressed
                && frame.rsv() == COMPRESSED
                && (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame);
    }
}
