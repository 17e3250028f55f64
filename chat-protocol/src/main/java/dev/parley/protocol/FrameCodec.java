package dev.parley.protocol;

import dev.parley.protocol.internal.FrameWire;
import java.util.List;

/**
 * Turns frames into bytes and back, in one of the protocol's two encodings of the same model. Several frames may share
 * one message: JSON frames are separated by a line feed, CBOR frames follow one another (RFC 8742). Thread-safe.
 */
public final class FrameCodec {

    /** The JSON encoding, {@code parley.v1.json}: text. */
    public static final FrameCodec JSON = new FrameCodec("parley.v1.json", FrameWire.json());

    /** The CBOR encoding (RFC 8949), {@code parley.v1.cbor}: binary, and compact. */
    public static final FrameCodec CBOR = new FrameCodec("parley.v1.cbor", FrameWire.cbor());

    private final String subprotocol;
    private final FrameWire wire;

    private FrameCodec(String subprotocol, FrameWire wire) {
        this.subprotocol = subprotocol;
        this.wire = wire;
    }

    /**
     * The name of the encoding, as a WebSocket subprotocol.
     *
     * @return {@code parley.v1.json} or {@code parley.v1.cbor}
     */
    public String subprotocol() {
        return subprotocol;
    }

    /**
     * Tells whether messages are binary.
     *
     * @return false for JSON
     */
    public boolean binary() {
        return !wire.lines();
    }

    /**
     * Encodes a frame.
     *
     * @param frame the frame
     * @return its bytes, without a separator
     */
    public byte[] encode(Frame frame) {
        return wire.encode(frame);
    }

    /**
     * Decodes what a client sent.
     *
     * @param message one or several frames
     * @return the requests, and a {@link Frame.Unreadable} for each frame that is none
     */
    public List<Frame> decodeRequests(byte[] message) {
        return wire.requests(message);
    }

    /**
     * Decodes what a server sent. What this version does not know is skipped (G18).
     *
     * @param message one or several frames
     * @return {@link Frame.Ok}, {@link Frame.Failed} and {@link Frame.Pushed}
     * @throws ChatException with {@link ErrorCode#BAD_REQUEST} when the bytes are no frames
     */
    public List<Frame> decodeAnswers(byte[] message) {
        return wire.answers(message);
    }
}
