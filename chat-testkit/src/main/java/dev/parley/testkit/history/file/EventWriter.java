package dev.parley.testkit.history.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.testkit.history.Answer;
import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.LogEntry;
import dev.parley.testkit.history.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Writes one event as one line. Confined to the lock of its {@link HistoryFile}. */
final class EventWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);

    /** The line with its line feed. */
    byte[] write(HistoryEvent event) throws IOException {
        line.reset();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("t", event.t());
            fields(json, event);
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void fields(JsonGenerator json, HistoryEvent event) throws IOException {
        if (event instanceof HistoryEvent.Delivered e) {
            shown(json, "deliver", e.client(), e.conversation(), e.entry());
        } else if (event instanceof HistoryEvent.Invoked e) {
            invoked(json, e);
        } else if (event instanceof HistoryEvent.Succeeded e) {
            json.writeStringField("event", "ok");
            json.writeNumberField("op", e.op());
            answer(json, e.answer());
        } else if (event instanceof HistoryEvent.Refused e) {
            json.writeStringField("event", "fail");
            json.writeNumberField("op", e.op());
            json.writeStringField("code", e.code());
        } else if (event instanceof HistoryEvent.Unknown e) {
            json.writeStringField("event", "unknown");
            json.writeNumberField("op", e.op());
        } else if (event instanceof HistoryEvent.Redrawn e) {
            shown(json, "redraw", e.client(), e.conversation(), e.entry());
        } else if (event instanceof HistoryEvent.Marked e) {
            about(json, "marked", e.client(), e.conversation());
            json.writeStringField("of", e.user());
            marks(json, e.delivered(), e.read());
        } else {
            rare(json, event);
        }
    }

    private static void rare(JsonGenerator json, HistoryEvent event) throws IOException {
        if (event instanceof HistoryEvent.Reset e) {
            about(json, "reset", e.client(), e.conversation());
        } else if (event instanceof HistoryEvent.CaughtUp e) {
            about(json, "caught_up", e.client(), e.conversation());
            json.writeNumberField("head", e.head());
        } else if (event instanceof HistoryEvent.Started e) {
            json.writeStringField("event", "start");
            client(json, e.client());
            json.writeBooleanField("fresh", e.fresh());
        } else if (event instanceof HistoryEvent.Fault e) {
            json.writeStringField("event", "fault");
            json.writeStringField("name", e.name());
            json.writeStringField("target", e.target());
            json.writeBooleanField("active", e.active());
        } else if (event instanceof HistoryEvent.Final e) {
            json.writeStringField("event", "final");
            json.writeStringField("conversation", e.conversation());
            json.writeNumberField("head", e.head());
            entries(json, e.entries());
        } else if (event instanceof HistoryEvent.Base e) {
            json.writeStringField("event", "base");
            json.writeStringField("conversation", e.conversation());
            json.writeNumberField("head", e.head());
            users(json, e.users());
            json.writeBooleanField("fullHistory", e.fullHistory());
        } else if (event instanceof HistoryEvent.Opened e) {
            json.writeStringField("event", "open");
            json.writeNumberField("version", e.version());
            json.writeStringField("process", e.process());
        } else {
            throw new IllegalStateException("no line for " + event);
        }
    }

    private static void invoked(JsonGenerator json, HistoryEvent.Invoked event) throws IOException {
        json.writeStringField("event", "invoke");
        json.writeNumberField("op", event.op());
        client(json, event.client());
        if (event.operation() instanceof Operation.Write write) {
            json.writeStringField("ask", "write");
            if (write.conversation() != null) {
                json.writeStringField("conversation", write.conversation());
            }
            json.writeStringField("key", write.key());
            change(json, write.change());
        } else if (event.operation() instanceof Operation.Mark mark) {
            json.writeStringField("ask", "mark");
            json.writeStringField("conversation", mark.conversation());
            marks(json, mark.delivered(), mark.read());
        } else if (event.operation() instanceof Operation.Read read) {
            json.writeStringField("ask", "read");
            json.writeStringField("conversation", read.conversation());
            if (read.after() != null) {
                json.writeNumberField("after", read.after());
            }
        }
    }

    private static void answer(JsonGenerator json, Answer answer) throws IOException {
        if (answer instanceof Answer.Stored stored) {
            json.writeNumberField("seq", stored.seq());
            if (stored.conversation() != null) {
                json.writeStringField("conversation", stored.conversation());
            }
        } else if (answer instanceof Answer.Marks marks) {
            marks(json, marks.delivered(), marks.read());
        } else if (answer instanceof Answer.Page page) {
            json.writeNumberField("head", page.head());
            entries(json, page.entries());
        }
    }

    private static void shown(JsonGenerator json, String event, Client client, String conversation, LogEntry entry)
            throws IOException {
        about(json, event, client, conversation);
        entry(json, entry);
    }

    private static void about(JsonGenerator json, String event, Client client, String conversation) throws IOException {
        json.writeStringField("event", event);
        client(json, client);
        json.writeStringField("conversation", conversation);
    }

    private static void client(JsonGenerator json, Client client) throws IOException {
        json.writeStringField("user", client.user());
        json.writeStringField("device", client.device());
    }

    private static void marks(JsonGenerator json, long delivered, long read) throws IOException {
        json.writeNumberField("delivered", delivered);
        json.writeNumberField("read", read);
    }

    private static void entries(JsonGenerator json, List<LogEntry> entries) throws IOException {
        json.writeArrayFieldStart("entries");
        for (LogEntry entry : entries) {
            json.writeStartObject();
            entry(json, entry);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void entry(JsonGenerator json, LogEntry entry) throws IOException {
        json.writeNumberField("seq", entry.seq());
        json.writeStringField("sender", entry.sender());
        json.writeStringField("key", entry.key());
        change(json, entry.change());
    }

    private static void change(JsonGenerator json, Change change) throws IOException {
        json.writeStringField("type", change.kind().wireName());
        if (change.target() != 0) {
            json.writeNumberField("target", change.target());
        }
        if (change.content() != null) {
            json.writeStringField("content", change.content());
        }
        if (!change.users().isEmpty()) {
            users(json, change.users());
        }
        if (change.fullHistory()) {
            json.writeBooleanField("fullHistory", true);
        }
    }

    private static void users(JsonGenerator json, List<String> users) throws IOException {
        json.writeArrayFieldStart("users");
        for (String user : users) {
            json.writeString(user);
        }
        json.writeEndArray();
    }
}
