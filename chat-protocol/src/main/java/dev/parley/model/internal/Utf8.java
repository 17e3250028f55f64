package dev.parley.model.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether text is well-formed UTF-8 (RFC 3629 section 4). Jackson does not insist: it reads overlong forms, surrogates and
 * what lies beyond the last character. Thread-safe.
 */
public final class Utf8 {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long BACKSLASHES = '\\' * ONES;

    /** What {@link #widest} says of text with characters beyond U+FFFF. */
    public static final int BEYOND_BASIC = 4;

    private Utf8() {}

    /** Whether that is what the bytes are. */
    public static boolean isValid(byte[] bytes) {
        return widest(bytes) > 0;
    }

    /** The bytes of its widest character, 1 to 4; 0 when it is no UTF-8. */
    public static int widest(byte[] bytes) {
        return widest(bytes, 0, bytes.length);
    }

    /** How many characters valid UTF-8 has: code points, whose first bytes are all but those of the form 10xxxxxx. */
    public static int points(byte[] utf8) {
        int following = 0;
        for (byte octet : utf8) {
            following += octet < (byte) 0xc0 ? 1 : 0;
        }
        return utf8.length - following;
    }

    /** Whether there is a backslash. Bytes of wider characters are never taken for one. */
    public static boolean hasBackslash(byte[] utf8) {
        int at = 0;
        for (; at + 8 <= utf8.length; at += 8) {
            long differing = (long) EIGHT_BYTES.get(utf8, at) ^ BACKSLASHES;
            // A byte that is zero: the only one whose borrow reaches its own highest bit while that was not set.
            if (((differing - ONES) & ~differing & NOT_ASCII) != 0) {
                return true;
            }
        }
        for (; at < utf8.length; at++) {
            if (utf8[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** The same for some of the bytes. */
    public static int widest(byte[] bytes, int from, int to) {
        int widest = 1;
        int at = from;
        while (at < to) {
            if (at + 8 <= to && ((long) EIGHT_BYTES.get(bytes, at) & NOT_ASCII) == 0) {
                at += 8;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int length = character(bytes, at, to);
                if (length == 0) {
                    return 0;
                }
                widest = Math.max(widest, length);
                at += length;
            }
        }
        return widest;
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
