package dev.parley.testkit.history.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.testkit.history.Answer;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.Operation;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Reads one event from one line. Confined to one thread. */
final class EventReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final Interner names = new Interner();
    private final Map<Client, Client> clients = new HashMap<>();

    /** The event of a line; fails when it is not exactly one whole event. */
    HistoryEvent read(byte[] line, int length) throws IOException {
        try (JsonParser json = JSON.createParser(line, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            LineFields fields = LineFields.read(json, names);
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw new IOException("not exactly one JSON object");
            }
            return event(fields);
        }
    }

    private HistoryEvent event(LineFields fields) throws IOException {
        long t = fields.number("t");
        String event = fields.text("event");
        return switch (event) {
            case "deliver" ->
                new HistoryEvent.Delivered(t, client(fields), fields.text("conversation"), fields.entry());
            case "invoke" -> new HistoryEvent.Invoked(t, fields.number("op"), client(fields), operation(fields));
            case "ok" -> new HistoryEvent.Succeeded(t, fields.number("op"), answer(fields));
            case "fail" -> new HistoryEvent.Refused(t, fields.number("op"), fields.text("code"));
            case "unknown" -> new HistoryEvent.Unknown(t, fields.number("op"));
            case "redraw" -> new HistoryEvent.Redrawn(t, client(fields), fields.text("conversation"), fields.entry());
            case "marked" ->
                new HistoryEvent.Marked(
                        t,
                        client(fields),
                        fields.text("conversation"),
                        fields.text("of"),
                        fields.number("delivered"),
                        fields.number("read"));
            case "reset" -> new HistoryEvent.Reset(t, client(fields), fields.text("conversation"));
            case "caught_up" ->
                new HistoryEvent.CaughtUp(t, client(fields), fields.text("conversation"), fields.number("head"));
            case "start" -> new HistoryEvent.Started(t, client(fields), fields.flag("fresh"));
            case "fault" ->
                new HistoryEvent.Fault(t, fields.text("name"), fields.text("target"), fields.flag("active"));
            case "final" ->
                new HistoryEvent.Final(t, fields.text("conversation"), fields.number("head"), fields.entries());
            case "base" ->
                new HistoryEvent.Base(
                        t,
                        fields.text("conversation"),
                        fields.number("head"),
                        fields.users(),
                        fields.flag("fullHistory"));
            case "open" -> new HistoryEvent.Opened(t, version(fields), fields.text("process"));
            default -> throw new IOException("event: " + event + " is unknown");
        };
    }

    private static int version(LineFields fields) throws IOException {
        long version = fields.number("version");
        if (version < 1 || version > HistoryEvent.VERSION) {
            throw new IOException("version: " + version + " (expected: 1.." + HistoryEvent.VERSION + ")");
        }
        return (int) version;
    }

    private Client client(LineFields fields) throws IOException {
        Client client = new Client(fields.text("user"), fields.text("device"));
        return clients.computeIfAbsent(client, same -> same);
    }

    private static Operation operation(LineFields fields) throws IOException {
        String ask = fields.text("ask");
        return switch (ask) {
            case "write" -> new Operation.Write(fields.textOrNull("conversation"), fields.text("key"), fields.change());
            case "mark" ->
                new Operation.Mark(fields.text("conversation"), fields.number("delivered"), fields.number("read"));
            case "read" -> new Operation.Read(fields.text("conversation"), fields.numberOrNull("after"));
            default -> throw new IOException("ask: " + ask + " is unknown");
        };
    }

    private static Answer answer(LineFields fields) throws IOException {
        if (fields.numberOrNull("seq") != null) {
            return new Answer.Stored(fields.number("seq"), fields.textOrNull("conversation"));
        }
        return fields.numberOrNull("head") != null
                ? new Answer.Page(fields.number("head"), fields.entries())
                : new Answer.Marks(fields.number("delivered"), fields.number("read"));
    }
}
