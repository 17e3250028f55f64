package dev.parley.store.rocksdb.internal.db;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds keys and values. Ids have no control characters, so a zero ends one in a key, and keys sort as their ids do by
 * code points. Confined to one thread.
 */
public final class ByteWriter {

    private byte[] bytes;
    private int length;

    public ByteWriter(int expected) {
        bytes = new byte[expected];
    }

    /** The key of a row that ids name. */
    public static byte[] key(String... ids) {
        ByteWriter key = new ByteWriter(64);
        for (String id : ids) {
            key.id(id);
        }
        return key.toBytes();
    }

    /** An id or an idempotency key, and the zero that ends it. */
    public ByteWriter id(String id) {
        text(id);
        return int8(0);
    }

    /** Text with its length before it. */
    public ByteWriter sized(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return varint(encoded.length).raw(encoded);
    }

    private void text(String text) {
        int chars = text.length();
        ensure(chars);
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                raw(text.substring(i).getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    public ByteWriter int8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Big-endian, so that keys sort as their numbers do. */
    public ByteWriter int64(long value) {
        ensure(Long.BYTES);
        putInt64(bytes, length, value);
        length += Long.BYTES;
        return this;
    }

    /** Seven bits a byte, the lowest first; negative numbers take ten bytes. */
    public ByteWriter varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    public ByteWriter raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    public byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Sets eight bytes, big-endian. */
    public static void putInt64(byte[] target, int offset, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            target[offset + i] = (byte) (value >>> (56 - 8 * i));
        }
    }
}
