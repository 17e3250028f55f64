package dev.parley.transport.websocket.internal.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;

/**
 * Refuses text that is not UTF-8 (RFC 6455 section 8.1), as early as it can be told. What is nothing but ASCII, in one
 * frame, is let through by looking at eight bytes at a time; Netty's validator takes the rest byte by byte. Confined to the
 * channel's event loop.
 */
final class TextValidator extends Utf8FrameValidator {

    private static final long NOT_ASCII = 0x8080808080808080L;

    TextValidator() {
        super(false); // the close frame is sent by those who know its code
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof TextWebSocketFrame text && text.isFinalFragment() && isAscii(text.content())) {
            ctx.fireChannelRead(message);
        } else {
            super.channelRead(ctx, message);
        }
    }

    private static boolean isAscii(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            if ((bytes.getLong(at) & NOT_ASCII) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (bytes.getByte(at) < 0) {
                return false;
            }
        }
        return true;
    }
}
