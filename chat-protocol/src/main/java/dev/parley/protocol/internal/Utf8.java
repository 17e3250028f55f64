package dev.parley.protocol.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether text is well-formed UTF-8 (RFC 3629 section 4). Jackson does not insist: it reads overlong forms, surrogates and
 * what lies beyond the last character. Thread-safe.
 */
final class Utf8 {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080808080808080L;

    private static final int CBOR_BYTES = 2;
    private static final int CBOR_TEXT = 3;
    private static final int CBOR_NO_LENGTH = 31;

    private Utf8() {}

    static boolean isValid(byte[] bytes) {
        return isValid(bytes, 0, bytes.length);
    }

    /** The same for every text in CBOR. What is no CBOR is the parser's to refuse. */
    static boolean isValidInCbor(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int major = (bytes[at] & 0xe0) >> 5;
            int info = bytes[at] & 0x1f;
            int lengthBytes = info < 24 || info > 27 ? 0 : 1 << (info - 24);
            at++;
            if (lengthBytes > bytes.length - at) {
                return true;
            }
            long length = lengthBytes == 0 ? info : 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = (length << 8) | (bytes[at + i] & 0xff);
            }
            at += lengthBytes;
            if ((major == CBOR_BYTES || major == CBOR_TEXT) && info != CBOR_NO_LENGTH) {
                if (length < 0 || length > bytes.length - at) {
                    return true;
                }
                int end = at + (int) length;
                if (major == CBOR_TEXT && !isValid(bytes, at, end)) {
                    return false;
                }
                at = end;
            }
        }
        return true;
    }

    private static boolean isValid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (at + 8 <= to && ((long) EIGHT_BYTES.get(bytes, at) & NOT_ASCII) == 0) {
                at += 8;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int length = character(bytes, at, to);
                if (length == 0) {
                    return false;
                }
                at += length;
            }
        }
        return true;
    }

    /** The bytes of the character that starts here, or 0 if none does: table 3-7 of the Unicode standard. */
    private static int character(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        int length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (length == 0 || at + length > to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        boolean well = second >= lowest && second <= highest;
        for (int i = 2; i < length; i++) {
            well &= (bytes[at + i] & 0xc0) == 0x80;
        }
        return well ? length : 0;
    }
}
