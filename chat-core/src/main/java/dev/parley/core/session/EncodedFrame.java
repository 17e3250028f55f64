package dev.parley.core.session;

import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;

/**
 * A frame that is encoded at most once per encoding, however many sessions it goes to. Thread-safe: two threads may
 * encode at once, to the same bytes.
 */
public final class EncodedFrame {

    private final Frame frame;
    private volatile byte[] json = new byte[0];
    private volatile byte[] cbor = new byte[0];

    /**
     * A frame that nobody has encoded yet.
     *
     * @param frame the frame
     */
    public EncodedFrame(Frame frame) {
        this.frame = frame;
    }

    /**
     * The frame itself.
     *
     * @return the frame
     */
    public Frame frame() {
        return frame;
    }

    /**
     * Its bytes.
     *
     * @param codec the encoding
     * @return the shared array: read it, do not write to it
     */
    public byte[] bytes(FrameCodec codec) {
        byte[] known = codec.binary() ? cbor : json;
        if (known.length > 0) {
            return known;
        }
        byte[] encoded = codec.encode(frame);
        if (codec.binary()) {
            cbor = encoded;
        } else {
            json = encoded;
        }
        return encoded;
    }
}
