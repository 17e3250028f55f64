package dev.parley.transport.websocket.internal.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * Unfragmented messages of a server, as they go over the wire (RFC 6455 section 5.2): all of a turn in one buffer, so that
 * they are copied once and take one call of the system. Only for connections without extensions. Immutable.
 */
final class PlainMessages {

    /** The longest header: two bytes and a length of eight. */
    private static final int HEADER = 10;

    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
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
            header(out, size);
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

    private int separator() {
        return binary ? 0 : 1;
    }

    private void header(ByteBuf out, long size) {
        out.writeByte(binary ? BINARY : TEXT);
        if (size < TWO_BYTES) {
            out.writeByte((int) size);
        } else if (size < 1 << Short.SIZE) {
            out.writeByte(TWO_BYTES).writeShort((int) size);
        } else {
            out.writeByte(EIGHT_BYTES).writeLong(size);
        }
    }
}
