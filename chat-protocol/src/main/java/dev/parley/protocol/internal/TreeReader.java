package dev.parley.protocol.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one value into maps, lists, strings, longs, doubles, booleans and byte arrays. Depth is the parser's limit. */
final class TreeReader {

    private TreeReader() {}

    /** Reads the object whose START_OBJECT is the current token. */
    static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == null) {
                throw new JsonEOFException(parser, null, "a member without a value");
            }
            fields.put(name, value(parser));
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new JsonEOFException(parser, parser.currentToken(), "an object without an end");
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
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

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw new JsonEOFException(parser, null, "a list without an end");
            }
            elements.add(value(parser));
        }
        return elements;
    }
}
