package dev.parley.store.cassandra.internal.log;

import dev.parley.model.EntryBody;

/** What kind of entry it is, as far as queries ask. */
final class EntryType {

    static final byte OTHER = 0;
    static final byte EDIT = 1;
    static final byte DELETE = 2;
    static final byte REACTION = 3;
    static final byte MESSAGE = 4;

    private EntryType() {}

    static byte of(EntryBody body) {
        if (body instanceof EntryBody.Posted) {
            return MESSAGE;
        } else if (body instanceof EntryBody.Edit) {
            return EDIT;
        } else if (body instanceof EntryBody.Delete) {
            return DELETE;
        } else if (body instanceof EntryBody.Reaction) {
            return REACTION;
        }
        return OTHER;
    }
}
