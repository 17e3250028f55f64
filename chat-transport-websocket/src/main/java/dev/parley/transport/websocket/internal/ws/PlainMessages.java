package dev.parley.transport.websocket.internal.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;

/**
 * Unfragmented messages of a server, as they go over the wire (RFC 6455 section 5.2): all of a turn in one buffer, so that
 * they are copied once and take one call of the system. Only for connections without extensions. Immutable.
 */
final class PlainMessages {

    /** The longest header: two bytes and a length of eight. */
    private static final int HEADER = 10;

    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PONG = 10;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int LINE_FEED = '\n';

    private final boolean binary;
    private final int limit;

    /**
     * Messages of one kind.
     *
     * @param binary whether they are binary; otherwise they are text, whose frames are separated by line feeds
     * @param limit the most bytes of a message of several frames
     */
    PlainMessages(boolean binary, int limit) {
        this.binary = binary;
        this.limit = limit;
    }

    /** As few messages as the limit allows, of 1 or more frames. */
    ByteBuf of(ByteBufAllocator allocator, List<byte[]> frames, long bytes) {
        ByteBuf out = allocator.ioBuffer((int) Math.min(Integer.MAX_VALUE, bytes + frames.size() + HEADER));
        int from = 0;
        while (from < frames.size()) {
            int to = from + 1;
            long size = frames.get(from).length;
            while (to < frames.size() && size + 1 + frames.get(to).length < limit) {
                size += separator() + frames.get(to).length;
                to++;
            }
            header(out, FINAL | (binary ? BINARY : TEXT), size);
            for (int i = from; i < to; i++) {
                if (i > from && !binary) {
                    out.writeByte(LINE_FEED);
                }
                out.writeBytes(frames.get(i));
            }
            from = to;
        }
        return out;
    }

    /** Any one frame, which is released. */
    static ByteBuf of(ByteBufAllocator allocator, WebSocketFrame frame) {
        try {
            ByteBuf content = frame.content();
            ByteBuf out = allocator.ioBuffer(content.readableBytes() + HEADER);
            header(out, FINAL | opcode(frame), content.readableBytes());
            return out.writeBytes(content, content.readerIndex(), content.readableBytes());
        } finally {
            frame.release();
        }
    }

    private static int opcode(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            return TEXT;
        } else if (frame instanceof BinaryWebSocketFrame) {
            return BINARY;
        } else if (frame instanceof CloseWebSocketFrame) {
            return CLOSE;
        } else if (frame instanceof PongWebSocketFrame) {
            return PONG;
        }
        throw new IllegalArgumentException("frame: " + frame + " (expected: what a server sends)");
    }

    private int separator() {
        return binary ? 0 : 1;
    }

    private static void header(ByteBuf out, int first, long size) {
        out.writeByte(first);
        if (size < TWO_BYTES) {
            out.writeByte((int) size);
        } else if (size < 1 << Short.SIZE) {
            out.writeByte(TWO_BYTES).writeShort((int) size);
        } else {
            out.writeByte(EIGHT_BYTES).writeLong(size);
        }
    }
}
