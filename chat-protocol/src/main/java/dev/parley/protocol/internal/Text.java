package dev.parley.protocol.internal;

import com.fasterxml.jackson.core.JsonParser;
import dev.parley.model.internal.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Content that was read: nobody needs its characters, so it is kept as UTF-8. Immutable. */
final class Text {

    /** Longer ones go the parser's way, which knows a limit. */
    private static final int MOST = 1 << 20;

    private static final int CBOR_TEXT = 0x60;
    private static final int CBOR_LENGTH = 0x1f;
    private static final int CBOR_LENGTH_FOLLOWS = 24;

    final byte[] utf8;

    private Text(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** The string that is the parser's current token, as UTF-8 or, where that takes more than a copy, as a string. */
    static Object read(JsonParser parser, byte[] source, boolean json) throws IOException {
        int at = (int) parser.currentTokenLocation().getByteOffset();
        byte[] utf8 = at < 0 ? null : json ? ofJson(parser, source, at) : ofCbor(source, at);
        return utf8 == null ? parser.getText() : new Text(utf8);
    }

    /** What stands between the quotes is the text itself (RFC 8259, section 7), unless it has escapes. */
    private static byte @Nullable [] ofJson(JsonParser parser, byte[] source, int at) throws IOException {
        int length = parser.getTextLength();
        int end = (int) parser.currentLocation().getByteOffset() - 1;
        if (length > MOST || end <= at || source[at] != '"' || source[end] != '"') {
            return null;
        }
        byte[] utf8 = Arrays.copyOfRange(source, at + 1, end);
        return Utf8.hasBackslash(utf8) ? null : utf8;
    }

    /** The text follows its length (RFC 8949, section 3.1), unless it comes in chunks, or is no UTF-8. */
    private static byte @Nullable [] ofCbor(byte[] source, int at) {
        int from = at + 1;
        int length = (source[at] & 0xff) - CBOR_TEXT;
        if (length < 0 || length > CBOR_LENGTH) {
            return null;
        }
        if (length >= CBOR_LENGTH_FOLLOWS) {
            int lengthBytes = 1 << (length - CBOR_LENGTH_FOLLOWS);
            if (lengthBytes > 4 || lengthBytes > source.length - from) {
                return null;
            }
            length = 0;
            for (int end = from + lengthBytes; from < end; from++) {
                length = (length << 8) | (source[from] & 0xff);
            }
        }
        if (length < 0 || length > MOST || length > source.length - from) {
            return null;
        }
        byte[] utf8 = Arrays.copyOfRange(source, from, from + length);
        return Utf8.isValid(utf8) ? utf8 : null;
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
