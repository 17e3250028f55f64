package dev.parley.store.rocksdb.internal.db;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Questions about arrays of bytes. */
public final class Bytes {

    private Bytes() {}

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The text of the first bytes. */
    public static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    public static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The first key behind all that begin with a prefix. */
    public static byte[] behind(byte[] prefix) {
        byte[] behind = prefix.clone();
        for (int last = behind.length - 1; last >= 0; last--) {
            behind[last]++;
            if (behind[last] != 0) {
                return Arrays.copyOf(behind, last + 1);
            }
        }
        throw new IllegalArgumentException("prefix: nothing is behind it (expected: a byte below 255)");
    }

    /** The key of a prefix and a number. */
    public static byte[] key(byte[] prefix, long number) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + Long.BYTES);
        ByteWriter.putInt64(key, prefix.length, number);
        return key;
    }

    /** The number at the end of a key. */
    public static long number(byte[] key) {
        return ByteReader.int64(key, key.length - Long.BYTES);
    }
}
