package dev.parley.store.cassandra.internal.log;

import dev.parley.core.spi.log.NewEntry;

/** What makes two entries of a conversation the same. Immutable. */
record Key(String sender, String key) {

    static Key of(NewEntry entry) {
        return new Key(entry.origin().sender().value(), entry.origin().key());
    }
}
