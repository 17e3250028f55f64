package dev.parley.protocol;

import dev.parley.model.EntryBody;
import dev.parley.protocol.internal.FrameWire;

/**
 * The bytes under which stores keep what an entry does. Every version reads what any other wrote: an entry of a kind
 * that it does not know becomes {@link EntryBody.Unknown} (G18). Thread-safe.
 */
public final class EntryCodec {

    private static final FrameWire WIRE = FrameWire.cbor();

    private EntryCodec() {}

    /**
     * Encodes a body.
     *
     * @param body what the entry does
     * @return its bytes
     */
    public static byte[] encode(EntryBody body) {
        return WIRE.encodeBody(body);
    }

    /**
     * Decodes a body.
     *
     * @param bytes what {@link #encode} made
     * @return what the entry does
     * @throws ChatException with {@link ErrorCode#INTERNAL} when no version wrote the bytes
     */
    public static EntryBody decode(byte[] bytes) {
        return WIRE.decodeBody(bytes);
    }
}
