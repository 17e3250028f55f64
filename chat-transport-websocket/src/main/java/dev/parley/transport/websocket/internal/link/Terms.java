package dev.parley.transport.websocket.internal.link;

import dev.parley.transport.websocket.options.LinkOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What one side of a link says of itself when it begins. What a later version adds stands behind this, and is skipped.
 * Immutable.
 *
 * @param newest the newest version of the link's rules that it knows
 * @param oldest the oldest
 * @param record the largest record that it takes, in bytes
 * @param window how many bytes of one client may be under way to it
 * @param streams the most clients
 * @param calls the most HTTP requests under way
 */
public record Terms(int newest, int oldest, int record, int window, int streams, int calls) {

    /** The only version so far. */
    public static final int VERSION = 1;

    private static final int MAGIC = 0x50524c59; // PRLY
    private static final int LEAST_RECORD = 64 * 1024;
    private static final int LEAST_WINDOW = 1_024;

    /**
     * The terms of this side.
     *
     * @param options its limits
     * @return the terms
     */
    public static Terms of(LinkOptions options) {
        return new Terms(VERSION, VERSION, options.record(), options.window(), options.streams(), options.calls());
    }

    /**
     * As bytes.
     *
     * @param nonce what makes this beginning unlike every other
     * @return the bytes
     */
    public byte[] bytes(byte[] nonce) {
        return Wire.rest(Unpooled.buffer()
                .writeInt(MAGIC)
                .writeShort(newest)
                .writeShort(oldest)
                .writeBytes(nonce)
                .writeInt(record)
                .writeInt(window)
                .writeInt(streams)
                .writeInt(calls));
    }

    /**
     * Reads terms.
     *
     * @param in the record
     * @return the terms
     * @throws LinkViolation when this side cannot keep to them
     */
    public static Terms of(ByteBuf in) {
        if (in.readInt() != MAGIC) {
            throw new LinkViolation("this is no link");
        }
        int newest = in.readUnsignedShort();
        int oldest = in.readUnsignedShort();
        in.skipBytes(Proof.BYTES);
        Terms terms = new Terms(newest, oldest, in.readInt(), in.readInt(), in.readInt(), in.readInt());
        if (newest < VERSION || oldest > VERSION) {
            throw new LinkViolation("versions " + oldest + ".." + newest + " (expected: " + VERSION + " among them)");
        }
        if (terms.record() < LEAST_RECORD
                || terms.window() < LEAST_WINDOW
                || terms.streams() < 1
                || terms.calls() < 1) {
            throw new LinkViolation("limits too small to be kept");
        }
        return terms;
    }
}
