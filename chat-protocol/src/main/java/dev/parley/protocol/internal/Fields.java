package dev.parley.protocol.internal;

import dev.parley.model.Origin;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object that was read, checked one by one as they are asked for. Fields that nobody asks for are
 * ignored: that is how old code reads new frames (G18). A field that is {@code null} counts as absent.
 */
final class Fields {

    /** The largest integer that JSON carries exactly in every language: 2^53 - 1. */
    static final long MAX_INTEGER = (1L << 53) - 1;

    private final @Nullable Fields parent;
    private final String name;
    private final Tape tape;
    private final int object;

    /** The fields of the object at a place of the tape, named for errors. */
    Fields(String name, Tape tape, int object) {
        this(null, name, tape, object);
    }

    private Fields(@Nullable Fields parent, String name, Tape tape, int object) {
        this.parent = parent;
        this.name = name;
        this.tape = tape;
        this.object = object;
    }

    String string(String name) {
        return required(name, optionalString(name));
    }

    @Nullable
    String optionalString(String name) {
        String value = typed(name, String.class, "a string");
        if (value != null && !wellFormed(value)) {
            throw bad(name, "a lone surrogate");
        }
        return value;
    }

    /** Text that a user wrote, in UTF-8: not being Unicode is an error of the text, not of the frame. */
    byte @Nullable [] optionalText(String name) {
        int at = tape.find(object, name);
        byte[] utf8 = at < 0 ? null : tape.utf8(at);
        if (utf8 != null) {
            return utf8;
        }
        String value = typed(name, String.class, "a string");
        if (value != null && !wellFormed(value)) {
            throw new ChatException(ErrorCode.INVALID_TEXT, path(name) + ": a lone surrogate");
        }
        return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    }

    /** An idempotency key. */
    String key() {
        String key = string("key");
        if (key.isEmpty() || key.length() > Origin.MAX_KEY_LENGTH) {
            throw bad("key", key.length() + " characters (expected: 1.." + Origin.MAX_KEY_LENGTH + ")");
        }
        for (int i = 0; i < key.length(); i++) {
            if (Character.isISOControl(key.charAt(i))) {
                throw bad("key", "a control character");
            }
        }
        return key;
    }

    long integer(String name) {
        return required(name, optionalInteger(name));
    }

    @Nullable
    Long optionalInteger(String name) {
        Long value = typed(name, Long.class, "an integer");
        if (value != null && !exact(value)) {
            throw bad(name, "beyond 2^53");
        }
        return value;
    }

    /** An integer that counts something or names a place in a log: never below zero. */
    long natural(String name) {
        return required(name, optionalNatural(name));
    }

    @Nullable
    Long optionalNatural(String name) {
        Long value = optionalInteger(name);
        if (value != null && value < 0) {
            throw bad(name, "below 0");
        }
        return value;
    }

    /** A number of things, never below zero; beyond what an int holds, as many as one holds. */
    int count(String name) {
        return (int) Math.min(Integer.MAX_VALUE, natural(name));
    }

    @Nullable
    Integer optionalInt(String name) {
        Long value = optionalInteger(name);
        if (value == null) {
            return null;
        }
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    boolean bool(String name, boolean absent) {
        Boolean value = typed(name, Boolean.class, "true or false");
        return value == null ? absent : value;
    }

    Instant instant(String name) {
        return required(name, optionalInstant(name));
    }

    @Nullable
    Instant optionalInstant(String name) {
        Long millis = optionalInteger(name);
        try {
            return millis == null ? null : Instant.ofEpochMilli(millis);
        } catch (DateTimeException e) {
            throw bad(name, "no time");
        }
    }

    UUID uuid(String name) {
        return parse(name, string(name), Fields::uuidOf);
    }

    @Nullable
    UUID optionalUuid(String name) {
        return optionalParsed(name, Fields::uuidOf);
    }

    private static UUID uuidOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a UUID", e); // the cause would repeat the text
        }
    }

    /** Bytes: a byte string in CBOR, base64 in JSON. */
    byte @Nullable [] optionalBytes(String name) {
        int at = tape.find(object, name);
        if (at >= 0 && tape.value(at) instanceof byte[] bytes) {
            return bytes;
        }
        String text = optionalString(name);
        return text == null ? null : parse(name, text, Base64.getDecoder()::decode);
    }

    /** A value with its own syntax; what its parser refuses is a bad request. */
    <T> T parsed(String name, Function<String, T> parser) {
        return parse(name, string(name), parser);
    }

    <T> @Nullable T optionalParsed(String name, Function<String, T> parser) {
        String text = optionalString(name);
        return text == null ? null : parse(name, text, parser);
    }

    /** One of a set of names. */
    <T> T named(String name, Function<String, Optional<T>> find) {
        String text = string(name);
        return find.apply(text).orElseThrow(() -> bad(name, "not one of the known names"));
    }

    Fields object(String name) {
        return required(name, optionalObject(name));
    }

    @Nullable
    Fields optionalObject(String name) {
        int at = holder(name, Tape.Holder.OBJECT, "an object");
        return at < 0 ? null : new Fields(this, name, tape, at);
    }

    <T> List<T> list(String name, Function<Fields, T> reader) {
        int list = holder(name, Tape.Holder.LIST, "a list");
        if (list < 0) {
            return List.of();
        }
        List<T> read = new ArrayList<>();
        for (int at = list + 1; at < tape.end(list); at = tape.end(at)) {
            if (tape.value(at) != Tape.Holder.OBJECT) {
                throw bad(name, "not a list of objects");
            }
            read.add(reader.apply(new Fields(this, name, tape, at)));
        }
        return read;
    }

    <T> List<T> parsedList(String name, Function<String, T> parser) {
        int list = holder(name, Tape.Holder.LIST, "a list");
        if (list < 0) {
            return List.of();
        }
        List<T> read = new ArrayList<>();
        for (int at = list + 1; at < tape.end(list); at = tape.end(at)) {
            if (!(tape.value(at) instanceof String text)) {
                throw bad(name, "not a list of strings");
            }
            if (!wellFormed(text)) {
                throw bad(name, "a lone surrogate");
            }
            read.add(parse(name, text, parser));
        }
        return read;
    }

    /** A map with string keys; empty when absent. */
    <K, V> Map<K, V> map(String name, Function<String, K> key, Class<V> valueType) {
        int map = holder(name, Tape.Holder.OBJECT, "an object");
        if (map < 0) {
            return Map.of();
        }
        Map<K, V> read = new LinkedHashMap<>();
        for (int at = map + 1; at < tape.end(map); at = tape.end(at)) {
            String k = required(name, tape.name(at));
            Object v = tape.value(at);
            if (!valueType.isInstance(v)) {
                throw bad(name, "a value of the wrong type");
            }
            if (!wellFormed(k) || (v instanceof String text && !wellFormed(text))) {
                throw bad(name, "a lone surrogate");
            }
            if (v instanceof Long number && !exact(number)) {
                throw bad(name, "beyond 2^53");
            }
            read.put(parse(name, k, key), valueType.cast(v));
        }
        return read;
    }

    ChatException bad(String name, String problem) {
        return new ChatException(ErrorCode.BAD_REQUEST, path(name) + ": " + problem);
    }

    private String path(String field) {
        return (parent == null ? name : parent.path(name)) + "." + field;
    }

    private static boolean exact(long number) {
        return number <= MAX_INTEGER && number >= -MAX_INTEGER;
    }

    private static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || ++i == text.length()
                        || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private <T> T parse(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw bad(name, e.getMessage() == null ? "malformed" : e.getMessage());
        }
    }

    /** Where a list or an object stands, or -1 when there is none. */
    private int holder(String name, Tape.Holder kind, String expected) {
        int at = tape.find(object, name);
        if (at < 0 || tape.value(at) == null) {
            return -1;
        }
        if (tape.value(at) != kind) {
            throw bad(name, "not " + expected);
        }
        return at;
    }

    private @Nullable Object value(String name) {
        int at = tape.find(object, name);
        return at < 0 ? null : tape.value(at);
    }

    private <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw bad(name, "missing");
        }
        return value;
    }

    private <T> @Nullable T typed(String name, Class<T> type, String expected) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw bad(name, "not " + expected);
        }
        return type.cast(value);
    }
}
