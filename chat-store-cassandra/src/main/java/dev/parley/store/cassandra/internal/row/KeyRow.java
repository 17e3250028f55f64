package dev.parley.store.cassandra.internal.row;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.ByteUtils;
import dev.parley.core.spi.log.NewEntry;
import java.util.UUID;

/**
 * The row of a key that was used. Immutable.
 *
 * @param key whose and which
 * @param bucket the bucket that it and its entry lie in
 * @param at the entry's seq
 * @param id the entry's id
 * @param fingerprint of the entry
 * @param type of the entry, as in {@link EntryType}
 * @param target of the entry
 */
public record KeyRow(Key key, long bucket, long at, UUID id, String fingerprint, byte type, long target) {

    /** The columns that {@link #read} reads; the head is among them so that a repair on read makes both known. */
    public static final String COLUMNS = "bucket, sender, key, head, at, id, fingerprint, type, target";

    public static KeyRow read(Row row) {
        UUID id = row.getUuid("id");
        if (id == null) {
            throw new IllegalStateException("a key without an id");
        }
        return new KeyRow(
                new Key(Columns.text(row, "sender"), Columns.text(row, "key")),
                row.getLong("bucket"),
                row.getLong("at"),
                id,
                ByteUtils.toHexString(Columns.bytes(row, "fingerprint")).substring(2),
                row.getByte("type"),
                row.getLong("target"));
    }

    public boolean means(NewEntry entry) {
        return fingerprint.equals(entry.fingerprint());
    }
}
