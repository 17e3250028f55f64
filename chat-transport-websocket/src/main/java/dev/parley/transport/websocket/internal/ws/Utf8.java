package dev.parley.transport.websocket.internal.ws;

import io.netty.buffer.ByteBuf;

/**
 * Tells whether bytes are UTF-8 (RFC 3629 section 4), piece by piece: what was seen so far is one number, so that nothing is
 * kept between messages.
 */
final class Utf8 {

    /** Before the first piece, and after a piece that ends with a whole character. */
    static final int WHOLE = 0;

    /** Not UTF-8, whatever follows. */
    static final int INVALID = -1;

    private static final long NOT_ASCII = 0x8080808080808080L;

    /** Any byte that goes on, 80 to BF, as the least and the most of it. */
    private static final int ANY = 0x80BF;

    private static final int MOST = 0xFF;
    /** Where the number of bytes to come stands, above the least and the most that the next one may be. */
    private static final int TO_COME = 16;

    private Utf8() {}

    /**
     * Looks at the next piece.
     *
     * @param seen what came of the pieces before, which were not invalid
     * @param bytes the piece; only read
     * @return {@link #WHOLE}, {@link #INVALID}, or another number when the last character is not whole yet
     */
    static int next(int seen, ByteBuf bytes) {
        int state = seen;
        int end = bytes.writerIndex();
        for (int at = bytes.readerIndex(); at < end; at++) {
            while (state == WHOLE && at + Long.BYTES <= end && (bytes.getLong(at) & NOT_ASCII) == 0) {
                at += Long.BYTES;
            }
            if (at == end) {
                break;
            }
            int one = bytes.getUnsignedByte(at);
            state = state == WHOLE ? first(one) : further(state, one);
            if (state == INVALID) {
                return INVALID;
            }
        }
        return state;
    }

    /** Overlong forms, surrogates and what lies beyond U+10FFFF show in the first two bytes. */
    private static int first(int one) {
        if (one < 0x80) {
            return WHOLE;
        } else if (one < 0xC2 || one > 0xF4) {
            return INVALID;
        }
        int toCome = one < 0xE0 ? 1 : one < 0xF0 ? 2 : 3;
        int next = switch (one) {
            case 0xE0 -> 0xA0BF;
            case 0xED -> 0x809F;
            case 0xF0 -> 0x90BF;
            case 0xF4 -> 0x808F;
            default -> ANY;
        };
        return toCome << TO_COME | next;
    }

    private static int further(int state, int one) {
        int least = state >> Byte.SIZE & MOST;
        int most = state & MOST;
        if (one < least || one > most) {
            return INVALID;
        }
        int toCome = (state >> TO_COME) - 1;
        return toCome == 0 ? WHOLE : toCome << TO_COME | ANY;
    }
}
