package dev.parley.protocol.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    void object(Runnable fields) {
        io(out::writeStartObject);
        fields.run();
        io(out::writeEndObject);
    }

    void object(String name, Runnable fields) {
        io(() -> out.writeFieldName(name));
        object(fields);
    }

    void field(String name, @Nullable Object value) {
        if (value != null) {
            io(() -> out.writeStringField(name, value.toString()));
        }
    }

    void field(String name, long value) {
        io(() -> out.writeNumberField(name, value));
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
        io(() -> out.writeBooleanField(name, value));
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
        io(() -> out.writeBinaryField(name, value));
    }

    void strings(String name, Collection<?> values) {
        if (!values.isEmpty()) {
            io(() -> {
                out.writeArrayFieldStart(name);
                for (Object value : values) {
                    out.writeString(value.toString());
                }
                out.writeEndArray();
            });
        }
    }

    <T> void list(String name, Collection<T> values, BiConsumer<FieldWriter, T> writer) {
        if (!values.isEmpty()) {
            io(() -> {
                out.writeArrayFieldStart(name);
                for (T value : values) {
                    object(() -> writer.accept(this, value));
                }
                out.writeEndArray();
            });
        }
    }

    /** Sorted, so that equal values have equal bytes. */
    void stringMap(String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            object(name, () -> new TreeMap<>(values).forEach(this::field));
        }
    }

    void numberMap(String name, Map<?, Long> values) {
        if (!values.isEmpty()) {
            TreeMap<String, Long> sorted = new TreeMap<>();
            values.forEach((key, value) -> sorted.put(key.toString(), value));
            object(name, () -> sorted.forEach((key, value) -> field(key, value.longValue())));
        }
    }

    private static void io(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the target is memory: only a broken codec comes here
        }
    }
}
