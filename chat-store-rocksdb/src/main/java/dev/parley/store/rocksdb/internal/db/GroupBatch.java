package dev.parley.store.rocksdb.internal.db;

import java.util.Arrays;

/**
 * The changes of a group, in the form in which RocksDB keeps them in its write-ahead log: built here, they cross to the
 * native side in one call and not one by one. The form is that of {@code WriteBatch.data()}: eight bytes for a sequence
 * number, the count as four bytes little-endian, and for each change a tag, the family, the key and the value with
 * their lengths. Confined to one thread.
 */
final class GroupBatch {

    private static final int HEADER = 12;
    private static final int COUNT = 8;
    private static final byte DELETE = 0x4;
    private static final byte PUT = 0x5;

    /** What a batch that was larger than usual may keep of its memory. */
    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[64 * 1024];
    private int length = HEADER;
    private int count;

    void put(int family, byte[] key, byte[] value) {
        start(PUT, family, key, value.length + 5);
        sized(value);
    }

    void delete(int family, byte[] key) {
        start(DELETE, family, key, 0);
    }

    private void start(byte tag, int family, byte[] key, int more) {
        int needed = length + 11 + key.length + more;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, needed));
        }
        bytes[length++] = tag;
        varint(family);
        sized(key);
        count++;
    }

    private void sized(byte[] value) {
        varint(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int size() {
        return length;
    }

    byte[] toBytes() {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[COUNT + i] = (byte) (count >>> (8 * i));
        }
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        if (bytes.length > KEPT) {
            bytes = new byte[64 * 1024];
        }
        length = HEADER;
        count = 0;
    }
}
