package dev.parley.protocol.internal;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value as it was read: a flat list in which what an object or list holds follows it, up to where that ends. Scalars are
 * strings, longs, doubles, booleans and byte arrays. A tape is used for frame after frame. Confined to one thread at a
 * time.
 */
final class Tape {

    /** What stands for a value that holds others. */
    enum Holder {
        OBJECT,
        LIST
    }

    static final String DUPLICATE = "a member comes twice";

    private static final byte[] NOTHING = {};
    private static final int SLOTS = 32;
    private static final int MOST_SLOTS_KEPT = 512;

    /** So many names of one object are compared with each other; more go into a set. */
    private static final int FEW = 16;

    private @Nullable String[] names = new @Nullable String[SLOTS];
    private @Nullable Object[] values = new @Nullable Object[SLOTS];
    private int[] ends = new int[SLOTS];
    private int size;
    private byte[] source = NOTHING;
    private boolean json;

    /** Reads the object whose START_OBJECT is the current token; it stands at 0. The parser reads the source. */
    void read(JsonParser parser, byte[] source, boolean json) throws IOException {
        clear();
        this.source = source;
        this.json = json;
        value(null, parser);
    }

    /** Lets go of what was read. Tells whether the tape is small enough to be kept. */
    boolean clear() {
        Arrays.fill(names, 0, size, null);
        Arrays.fill(values, 0, size, null);
        size = 0;
        source = NOTHING;
        return values.length <= MOST_SLOTS_KEPT;
    }

    /** The name of a member; null for an element of a list. */
    @Nullable
    String name(int at) {
        return names[at];
    }

    /** The value at a place: a scalar, a {@link Holder}, or null. */
    @Nullable
    Object value(int at) {
        Object value = values[at];
        return value instanceof Text text ? text.toString() : value;
    }

    /** A string as UTF-8, where it was kept so. */
    byte @Nullable [] utf8(int at) {
        return values[at] instanceof Text text ? text.utf8 : null;
    }

    /** Where the next value stands after this one and all that it holds. */
    int end(int at) {
        return ends[at];
    }

    /** Where the value of a member of an object stands, or -1. */
    int find(int object, String name) {
        return find(object, name, ends[object]);
    }

    private int find(int object, String name, int end) {
        for (int at = object + 1; at < end; at = ends[at]) {
            if (name.equals(names[at])) {
                return at;
            }
        }
        return -1;
    }

    private void value(@Nullable String name, JsonParser parser) throws IOException {
        int at = size;
        if (at == values.length) {
            names = Arrays.copyOf(names, 2 * at);
            values = Arrays.copyOf(values, 2 * at);
            ends = Arrays.copyOf(ends, 2 * at);
        }
        size = at + 1;
        names[at] = name;
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> {
                values[at] = Holder.OBJECT;
                members(at, parser);
            }
            case START_ARRAY -> {
                values[at] = Holder.LIST;
                elements(parser);
            }
            default -> values[at] = scalar(name, token, parser);
        }
        ends[at] = size;
    }

    private @Nullable Object scalar(@Nullable String name, JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case VALUE_STRING -> ModelWire.TEXT.equals(name) ? Text.read(parser, source, json) : parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) Double.valueOf(parser.getDoubleValue())
                        : (Object) Long.valueOf(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> whole(parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_EMBEDDED_OBJECT -> parser.getBinaryValue();
            default -> null;
        };
    }

    /** JavaScript does not tell 7 from 7.0, so neither does this. */
    private static Object whole(double number) {
        long integer = (long) number;
        return integer == number && Math.abs(number) <= Fields.MAX_INTEGER ? (Object) integer : (Object) number;
    }

    private void members(int object, JsonParser parser) throws IOException {
        Set<String> many = null;
        int count = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (count == FEW) {
                many = names(object);
            }
            if (many == null ? find(object, name, size) >= 0 : !many.add(name)) {
                throw new JsonParseException(parser, DUPLICATE);
            }
            if (parser.nextToken() == null) {
                throw new JsonEOFException(parser, null, "a member without a value");
            }
            value(name, parser);
            count++;
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new JsonEOFException(parser, parser.currentToken(), "an object without an end");
        }
    }

    private Set<String> names(int object) {
        Set<String> found = new HashSet<>();
        for (int at = object + 1; at < size; at = ends[at]) {
            String name = names[at];
            if (name != null) {
                found.add(name);
            }
        }
        return found;
    }

    private void elements(JsonParser parser) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw new JsonEOFException(parser, null, "a list without an end");
            }
            value(null, parser);
        }
    }
}
