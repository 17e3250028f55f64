package dev.parley.store.rocksdb.internal.db;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a {@link ByteWriter} built. Confined to one thread. */
public final class ByteReader {

    private final byte[] bytes;
    private int position;

    public ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** An id or an idempotency key, up to the zero that ends it. */
    public String id() {
        int start = position;
        while (bytes[position] != 0) {
            position++;
        }
        String id = new String(bytes, start, position - start, StandardCharsets.UTF_8);
        position++;
        return id;
    }

    public String sized() {
        int size = (int) varint();
        String text = new String(bytes, position, size, StandardCharsets.UTF_8);
        position += size;
        return text;
    }

    /** Tells whether the next {@link #sized} text has these bytes, and goes behind it. */
    public boolean sizedIs(byte[] text) {
        int size = (int) varint();
        boolean same = Arrays.equals(bytes, position, position + size, text, 0, text.length);
        position += size;
        return same;
    }

    public int int8() {
        return bytes[position++];
    }

    public long int64() {
        long value = int64(bytes, position);
        position += Long.BYTES;
        return value;
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    public ByteReader skip(int count) {
        position += count;
        return this;
    }

    public byte[] raw(int count) {
        byte[] raw = Arrays.copyOfRange(bytes, position, position + count);
        position += count;
        return raw;
    }

    public byte[] rest() {
        return raw(bytes.length - position);
    }

    public boolean hasMore() {
        return position < bytes.length;
    }

    /** Eight bytes, big-endian. */
    public static long int64(byte[] source, int offset) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (source[offset + i] & 0xff);
        }
        return value;
    }
}
