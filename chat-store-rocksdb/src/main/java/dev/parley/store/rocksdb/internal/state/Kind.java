package dev.parley.store.rocksdb.internal.state;

import dev.parley.store.rocksdb.internal.db.ByteWriter;

/** What a row of the family of rarely written rows is: the first byte of its key. Immutable. */
enum Kind {
    BLOCK('b'),
    CONVERSATION('c'),
    DEVICES('d'),
    MEMBERSHIP('m'),
    OPEN_STAY('o'),
    REVOKED('r');

    private final char first;

    Kind(char first) {
        this.first = first;
    }

    byte[] key(String... ids) {
        return start(ids).toBytes();
    }

    /** A key that ends in a number. */
    byte[] key(long number, String... ids) {
        return start(ids).int64(number).toBytes();
    }

    private ByteWriter start(String... ids) {
        ByteWriter key = new ByteWriter(80).int8(first);
        for (String id : ids) {
            key.id(id);
        }
        return key;
    }
}
