package dev.parley.transport.websocket.internal.link;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.ByteOrder;

/**
 * Cuts a link's bytes into records: a length of 4 bytes, then as many bytes. Who has proven nothing yet is held to little.
 * Confined to the channel's event loop.
 */
public final class LinkDecoder extends LengthFieldBasedFrameDecoder {

    /** The largest record of the greeting, in bytes. */
    static final int GREETING = 1_024;

    private static final int LENGTH = 4;

    private final int most;
    private boolean trusted;

    /**
     * The records of one link.
     *
     * @param most the largest record, in bytes
     */
    public LinkDecoder(int most) {
        super(Integer.MAX_VALUE, 0, LENGTH, 0, LENGTH);
        this.most = most;
    }

    /** The other side has proven who it is. */
    public void trust() {
        trusted = true;
    }

    @Override
    protected long getUnadjustedFrameLength(ByteBuf buf, int offset, int length, ByteOrder order) {
        long bytes = super.getUnadjustedFrameLength(buf, offset, length, order);
        long limit = trusted ? most : GREETING;
        if (bytes < 1 || bytes > limit) {
            throw new LinkViolation("a record of " + bytes + " bytes (expected: 1.." + limit + ")");
        }
        return bytes;
    }
}
