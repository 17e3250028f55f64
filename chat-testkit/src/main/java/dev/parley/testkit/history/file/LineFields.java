package dev.parley.testkit.history.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.ChangeKind;
import dev.parley.testkit.history.LogEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object. Members that nobody asks for are ignored. Confined to one thread. */
final class LineFields {

    /** Few, so looking through them beats a map. */
    private String[] names = new String[12];

    private Object[] values = new Object[12];
    private int count;
    private List<String> users = List.of();
    private List<LogEntry> entries = List.of();

    /** Reads an object whose first brace was read already. */
    static LineFields read(JsonParser json, Interner interner) throws IOException {
        LineFields fields = new LineFields();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == null) {
                throw new IOException("a member without a value");
            }
            switch (value) {
                case VALUE_STRING ->
                    fields.put(name, name.equals("content") ? json.getText() : interner.of(json.getText()));
                case VALUE_NUMBER_INT -> fields.put(name, json.getLongValue());
                case VALUE_TRUE, VALUE_FALSE -> fields.put(name, json.getBooleanValue());
                case START_ARRAY -> fields.array(name, json, interner);
                default -> json.skipChildren();
            }
        }
        return fields;
    }

    private void put(String name, Object value) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        names[count] = name;
        values[count++] = value;
    }

    private @Nullable Object get(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    private void array(String name, JsonParser json, Interner interner) throws IOException {
        if (name.equals("users")) {
            users = new ArrayList<>();
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                users.add(interner.of(json.getText()));
            }
        } else if (name.equals("entries")) {
            entries = new ArrayList<>();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                entries.add(read(json, interner).entry());
            }
        } else {
            json.skipChildren();
            return;
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw new IOException(name + ": unexpected " + json.currentToken());
        }
    }

    String text(String name) throws IOException {
        String text = textOrNull(name);
        if (text == null) {
            throw new IOException("no text member \"" + name + "\"");
        }
        return text;
    }

    @Nullable
    String textOrNull(String name) {
        return get(name) instanceof String text ? text : null;
    }

    long number(String name) throws IOException {
        Long number = numberOrNull(name);
        if (number == null) {
            throw new IOException("no integer member \"" + name + "\"");
        }
        return number;
    }

    @Nullable
    Long numberOrNull(String name) {
        return get(name) instanceof Long number ? number : null;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(get(name));
    }

    List<String> users() {
        return users;
    }

    List<LogEntry> entries() {
        return entries;
    }

    LogEntry entry() throws IOException {
        return new LogEntry(number("seq"), text("sender"), text("key"), change());
    }

    Change change() throws IOException {
        String type = text("type");
        ChangeKind kind =
                ChangeKind.ofWireName(type).orElseThrow(() -> new IOException("type: " + type + " is unknown"));
        Long target = numberOrNull("target");
        return new Change(kind, target == null ? 0 : target, textOrNull("content"), users, flag("fullHistory"));
    }
}
