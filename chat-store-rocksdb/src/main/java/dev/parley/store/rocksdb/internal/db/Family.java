package dev.parley.store.rocksdb.internal.db;

/** The column families: what lies together on disk. Immutable. */
public enum Family {
    /** The version of the format. RocksDB wants a family of this name. */
    META("default"),

    /** Entries by conversation and seq. */
    LOG("log"),

    /** Where logs ended when they were last forgotten, by conversation. */
    HEADS("heads"),

    /** Seqs by conversation, sender and key. */
    KEYS("keys"),

    /** Inbox rows by user and conversation. */
    INBOX("inbox"),

    /** Marks by conversation and user, and by device. */
    MARKS("marks"),

    /** Everything that is rarely written; a first byte says what it is. */
    STATE("state");

    private final String rocksName;

    Family(String rocksName) {
        this.rocksName = rocksName;
    }

    String rocksName() {
        return rocksName;
    }

    /** Tells whether its rows are written again and again, so that remembering one saves reading it. */
    boolean worthRemembering() {
        return this == INBOX || this == MARKS;
    }

    /** Tells whether most lookups are for rows that do not exist, or find theirs by its whole key. */
    boolean lookedUp() {
        return this != META && this != STATE;
    }
}
