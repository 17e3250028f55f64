package dev.parley.store.jdbc.internal.state;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names in columns, of constants and as people choose them. */
final class Names {

    private Names() {}

    /** Reads a constant; a name that this version does not know is an error, because no default would be right. */
    static <T> T read(String name, Function<String, Optional<T>> reader) {
        return reader.apply(name)
                .orElseThrow(
                        () -> new IllegalStateException("name: " + name + " (expected: one that this version knows)"));
    }

    /** A name that a database can hold as text: PostgreSQL has no NUL. */
    static @Nullable String storable(@Nullable String name) {
        return name == null ? null : name.replace('\0', '\ufffd');
    }
}
