package dev.parley.protocol.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.model.internal.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the fields of objects. What is null or empty is left out. */
final class FieldWriter {

    private final JsonGenerator out;

    FieldWriter(JsonGenerator out) {
        this.out = out;
    }

    <T> void object(T value, BiConsumer<FieldWriter, ? super T> writer) {
        try {
            out.writeStartObject();
            writer.accept(this, value);
            out.writeEndObject();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    <T> void object(String name, @Nullable T value, BiConsumer<FieldWriter, ? super T> writer) {
        if (value != null) {
            name(name);
            object(value, writer);
        }
    }

    void field(String name, @Nullable Object value) {
        if (value != null) {
            try {
                out.writeFieldName(name);
                out.writeString(value.toString());
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }

    /**
     * Text as the UTF-8 that it is. In JSON, Jackson escapes what lies beyond U+FFFF, and only in strings: so did every
     * frame of version 1, whose bytes do not change.
     *
     * @param widest what {@link Utf8#widest} says of it
     */
    void text(String name, byte[] utf8, int widest) {
        if (widest == Utf8.BEYOND_BASIC && !out.canWriteBinaryNatively()) {
            field(name, new String(utf8, StandardCharsets.UTF_8));
            return;
        }
        try {
            out.writeFieldName(name);
            out.writeUTF8String(utf8, 0, utf8.length);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    void field(String name, long value) {
        try {
            out.writeFieldName(name);
            out.writeNumber(value);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    void optional(String name, @Nullable Number value) {
        if (value != null) {
            field(name, value.longValue());
        }
    }

    /** Leaves out a number that is zero, which is what an absent one means. */
    void nonZero(String name, long value) {
        if (value != 0) {
            field(name, value);
        }
    }

    void field(String name, boolean value) {
        try {
            out.writeFieldName(name);
            out.writeBoolean(value);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Leaves out false, which is what an absent one means. */
    void flag(String name, boolean value) {
        if (value) {
            field(name, true);
        }
    }

    void time(String name, @Nullable Instant value) {
        if (value != null) {
            field(name, value.toEpochMilli());
        }
    }

    void bytes(String name, byte[] value) {
        try {
            out.writeFieldName(name);
            out.writeBinary(value);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    void strings(String name, Collection<?> values) {
        if (!values.isEmpty()) {
            try {
                out.writeFieldName(name);
                out.writeStartArray();
                for (Object value : values) {
                    out.writeString(value.toString());
                }
                out.writeEndArray();
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }

    <T> void list(String name, Collection<T> values, BiConsumer<FieldWriter, ? super T> writer) {
        if (!values.isEmpty()) {
            try {
                out.writeFieldName(name);
                out.writeStartArray();
                for (T value : values) {
                    object(value, writer);
                }
                out.writeEndArray();
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }

    /** Sorted, so that equal values have equal bytes. */
    void stringMap(String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            object(name, new TreeMap<>(values), (out, sorted) -> sorted.forEach(out::field));
        }
    }

    void numberMap(String name, Map<?, Long> values) {
        if (!values.isEmpty()) {
            TreeMap<String, Long> sorted = new TreeMap<>();
            values.forEach((key, value) -> sorted.put(key.toString(), value));
            object(name, sorted, (out, all) -> all.forEach((key, value) -> out.field(key, value.longValue())));
        }
    }

    private void name(String name) {
        try {
            out.writeFieldName(name);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The target is memory: only a broken codec comes here. */
    private static UncheckedIOException broken(IOException e) {
        return new UncheckedIOException(e);
    }
}
