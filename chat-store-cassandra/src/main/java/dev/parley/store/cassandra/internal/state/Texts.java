package dev.parley.store.cassandra.internal.state;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Optional;
import java.util.function.Function;

/** Columns of text. */
final class Texts {

    private Texts() {}

    static String text(Row row, String column) {
        String value = row.getString(column);
        if (value == null) {
            throw new IllegalStateException(column + ": null (expected: a value)");
        }
        return value;
    }

    /** Reads a constant; a name that this version does not know is an error, because no default would be right. */
    static <T> T named(Row row, String column, Function<String, Optional<T>> reader) {
        String name = text(row, column);
        return reader.apply(name)
                .orElseThrow(
                        () -> new IllegalStateException("name: " + name + " (expected: one that this version knows)"));
    }
}
