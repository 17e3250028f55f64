package dev.parley.protocol.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of one sealed interface, each with its name on the wire, how it is written and how it is read.
 *
 * @param <T> the sealed interface
 */
final class Kinds<T> {

    private record Kind<T>(String name, BiConsumer<FieldWriter, T> writer, Function<Fields, T> reader) {}

    private final Map<Class<?>, Kind<T>> byClass = new HashMap<>();
    private final Map<String, Kind<T>> byName = new HashMap<>();

    <C extends T> Kinds<T> with(
            Class<C> type, String name, BiConsumer<FieldWriter, C> writer, Function<Fields, C> reader) {
        Kind<T> kind = new Kind<>(name, (out, value) -> writer.accept(out, type.cast(value)), reader::apply);
        byClass.put(type, kind);
        byName.put(name, kind);
        return this;
    }

    /** A kind without fields. */
    <C extends T> Kinds<T> with(Class<C> type, String name, C only) {
        return with(type, name, (out, value) -> {}, in -> only);
    }

    /** Writes {@code "name": {fields}}. */
    void write(FieldWriter out, T value) {
        Kind<T> kind = byClass.get(value.getClass());
        if (kind == null) {
            throw new IllegalArgumentException("not for the wire: " + value.getClass());
        }
        out.object(kind.name(), value, kind.writer());
    }

    boolean knows(String name) {
        return byName.containsKey(name);
    }

    /** Reads the fields of the kind of that name; null when there is none. */
    @Nullable
    T read(String name, Fields in) {
        Kind<T> kind = byName.get(name);
        return kind == null ? null : kind.reader().apply(in);
    }

    /** The names, for documents and tests. */
    Iterable<String> names() {
        return byName.keySet();
    }
}
