package dev.parley.store.cassandra.internal.row;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;

/** Columns that are never null. */
public final class Columns {

    private Columns() {}

    public static String text(Row row, String column) {
        String value = row.getString(column);
        if (value == null) {
            throw new IllegalStateException(column + ": null (expected: a value)");
        }
        return value;
    }

    public static ByteBuffer bytes(Row row, String column) {
        ByteBuffer value = row.getByteBuffer(column);
        if (value == null) {
            throw new IllegalStateException(column + ": null (expected: a value)");
        }
        return value;
    }
}
