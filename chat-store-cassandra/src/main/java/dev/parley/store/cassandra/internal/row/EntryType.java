package dev.parley.store.cassandra.internal.row;

import dev.parley.model.EntryBody;

/** What kind of entry it is, as far as queries ask. */
public final class EntryType {

    public static final byte OTHER = 0;
    public static final byte EDIT = 1;
    public static final byte DELETE = 2;
    public static final byte REACTION = 3;
    public static final byte MESSAGE = 4;

    private EntryType() {}

    public static byte of(EntryBody body) {
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
