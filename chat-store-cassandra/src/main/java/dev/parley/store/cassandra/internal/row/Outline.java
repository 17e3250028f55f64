package dev.parley.store.cassandra.internal.row;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;

/**
 * As much of an entry as counting needs. Immutable.
 *
 * @param seq its seq
 * @param sender who made it
 * @param type what it is, as in {@link EntryType}
 * @param mentions whom it mentions
 */
public record Outline(long seq, String sender, byte type, List<String> mentions) {

    public static Outline read(Row row) {
        List<String> mentions = row.getList("mentions", String.class);
        return new Outline(
                row.getLong("seq"),
                Columns.text(row, "sender"),
                row.getByte("type"),
                mentions == null ? List.of() : mentions);
    }
}
