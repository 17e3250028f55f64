package dev.parley.store.jdbc.internal.state;

import java.util.Optional;
import java.util.function.Function;

/** Names of constants in columns. */
final class Names {

    private Names() {}

    /** Reads a constant; a name that this version does not know is an error, because no default would be right. */
    static <T> T read(String name, Function<String, Optional<T>> reader) {
        return reader.apply(name)
                .orElseThrow(
                        () -> new IllegalStateException("name: " + name + " (expected: one that this version knows)"));
    }
}
