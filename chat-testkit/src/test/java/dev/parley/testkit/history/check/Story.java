package dev.parley.testkit.history.check;

import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.Invocation;
import dev.parley.testkit.history.LogEntry;
import dev.parley.testkit.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A short handmade history of one group with the members ada, bob and cy. */
final class Story {

    static final String GROUP = "c.group";
    static final Client ADA = new Client("ada", "phone");
    static final Client BOB = new Client("bob", "laptop");
    static final Client CY = new Client("cy", "phone");
    static final LogEntry CREATED =
            new LogEntry(1, "ada", "create", Change.created(List.of("ada", "bob", "cy"), false));

    final List<HistoryEvent> events = new ArrayList<>();
    private long now;
    final HistoryRecorder recorder = new HistoryRecorder(events::add, () -> ++now, "1");

    /** Begins to send a message that says its key. */
    Invocation send(Client client, String key) {
        return write(client, key, Change.message(key));
    }

    Invocation write(Client client, String key, Change change) {
        return recorder.invoke(client, new Operation.Write(GROUP, key, change));
    }

    /** Sends a message, acked at once. */
    Story sent(Client client, String key, long seq) {
        send(client, key).stored(seq);
        return this;
    }

    Story wrote(Client client, String key, Change change, long seq) {
        write(client, key, change).stored(seq);
        return this;
    }

    Story shown(Client client, LogEntry... entries) {
        Arrays.stream(entries).forEach(entry -> recorder.delivered(client, GROUP, entry));
        return this;
    }

    Invocation read(Client client, long after) {
        return recorder.invoke(client, new Operation.Read(GROUP, after));
    }

    /** The final read. */
    Story log(LogEntry... entries) {
        recorder.finalPage(GROUP, entries[entries.length - 1].seq(), List.of(entries));
        return this;
    }

    /** A message that says its key. */
    static LogEntry said(long seq, Client client, String key) {
        return new LogEntry(seq, client.user(), key, Change.message(key));
    }

    static LogEntry entry(long seq, Client client, String key, Change change) {
        return new LogEntry(seq, client.user(), key, change);
    }

    HistoryReport judge() {
        HistoryChecker checker = new HistoryChecker();
        events.forEach(checker::accept);
        return checker.finish();
    }

    /** The rules that the history breaks. */
    Set<Rule> broken() {
        return judge().counts().keySet();
    }
}
