package dev.parley.protocol.internal;

import dev.parley.model.internal.Utf8;

/** Looks into CBOR (RFC 8949, section 3) for text. Thread-safe. */
final class CborText {

    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int NO_LENGTH = 31;

    private CborText() {}

    /** Whether every text is well-formed UTF-8. What is no CBOR is the parser's to refuse. */
    static boolean isUtf8(byte[] bytes) {
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
            if ((major == BYTES || major == TEXT) && info != NO_LENGTH) {
                if (length < 0 || length > bytes.length - at) {
                    return true;
                }
                int end = at + (int) length;
                if (major == TEXT && Utf8.widest(bytes, at, end) == 0) {
                    return false;
                }
                at = end;
            }
        }
        return true;
    }
}
