package dev.parley.store.cassandra.internal.row;

import dev.parley.core.spi.log.NewEntry;

/** What makes two entries of a conversation the same. Immutable. */
public record Key(String sender, String key) {

    public static Key of(NewEntry entry) {
        return new Key(entry.origin().sender().value(), entry.origin().key());
    }
}
