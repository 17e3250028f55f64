package dev.parley.testkit.probe;

import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.Invocation;
import dev.parley.testkit.history.LogEntry;
import dev.parley.testkit.history.Operation;
import dev.parley.testkit.history.ParleyEntries;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One device that records what it asks for, what it is told and what it is shown. It keeps cursors, puts pushed entries in
 * order and reads what is missing, as every client must; it never retries, reconnects or keeps an outbox: what the server
 * does to a request is what the history says.
 *
 * <p>Thread-safe.
 */
public final class ClientProbe implements AutoCloseable {

    private static final int PAGE = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Client self;
    private final ProbeTransport transport;
    private final HistoryRecorder history;
    private final Map<ConversationId, ProbeCursor> cursors = new HashMap<>();
    private @Nullable ProbeLink link;
    private CompletableFuture<Void> synced = new CompletableFuture<>();
    private int session;

    /**
     * A probe that is not connected.
     *
     * @param self who it is
     * @param transport its way to the server
     * @param history where it records
     */
    public ClientProbe(Client self, ProbeTransport transport, HistoryRecorder history) {
        this.self = self;
        this.transport = transport;
        this.history = history;
    }

    /**
     * Connects, or connects again, and catches up from where it was.
     *
     * @return done when the backlog has ended; fails when the server does not let it in
     */
    public CompletionStage<Void> connect() {
        int mine;
        CompletableFuture<Void> done = new CompletableFuture<>();
        lock.lock();
        try {
            disconnect();
            mine = ++session;
            synced = done;
        } finally {
            lock.unlock();
        }
        return transport
                .connect(self, event -> received(mine, event))
                .thenCompose(opened -> sync(mine, opened))
                .thenCompose(result -> done);
    }

    private CompletionStage<Result> sync(int mine, ProbeLink opened) {
        Map<ConversationId, Long> from = new HashMap<>();
        lock.lock();
        try {
            if (mine != session) {
                opened.close();
                throw new ChatException(ErrorCode.OUTCOME_UNKNOWN, "disconnected meanwhile");
            }
            link = opened;
            cursors.forEach((conversation, cursor) -> from.put(conversation, cursor.cursor()));
        } finally {
            lock.unlock();
        }
        return opened.ask(new Command.Sync(from, PAGE, PAGE));
    }

    /** Ends the session, if there is one. Cursors stay. */
    public void disconnect() {
        lock.lock();
        try {
            session++;
            if (link != null) {
                link.close();
                link = null;
            }
            cursors.values().forEach(cursor -> cursor.reading = false);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a write, recorded with its outcome.
     *
     * @param command the write
     * @return the ack, or the failure
     */
    public CompletionStage<Result.Ack> write(Command.Write command) {
        Operation operation = ParleyEntries.write(command)
                .<Operation>map(write -> write)
                .orElseThrow(() -> new IllegalArgumentException("command: " + command + " is unknown to histories"));
        return recorded(operation, command, (invocation, result) -> {
            Result.Ack ack = (Result.Ack) result;
            invocation.stored(ack.seq());
            return ack;
        });
    }

    /**
     * Raises marks, recorded with the answer.
     *
     * @param command the receipt
     * @return the user's marks, or the failure
     */
    public CompletionStage<Marks> receipt(Command.Receipt command) {
        Operation operation =
                new Operation.Mark(command.conversation().value(), orZero(command.delivered()), orZero(command.read()));
        return recorded(operation, command, (invocation, result) -> {
            Marks marks = ((Result.MarksAre) result).marks();
            invocation.marks(marks.delivered(), marks.read());
            return marks;
        });
    }

    private static long orZero(@Nullable Long seq) {
        return seq == null ? 0 : seq;
    }

    /**
     * Reads a stretch of a log, recorded with what it found.
     *
     * @param command the query
     * @return the page, or the failure
     */
    public CompletionStage<EntryPage> history(Command.History command) {
        Operation operation = new Operation.Read(command.conversation().value(), command.after());
        return recorded(operation, command, (invocation, result) -> {
            EntryPage page = ((Result.Page) result).page();
            invocation.page(page.head(), entries(page));
            return page;
        });
    }

    /**
     * Reads a whole log as it stands at the end, recorded as the final read. For a member who sees all of it, when
     * everything has settled.
     *
     * @param conversation which
     * @return the head; fails when a read does
     */
    public CompletionStage<Long> finalRead(ConversationId conversation) {
        return finalRead(conversation, 0);
    }

    private CompletionStage<Long> finalRead(ConversationId conversation, long after) {
        return ask(new Command.History(conversation, null, after, null, PAGE)).thenCompose(result -> {
            EntryPage page = ((Result.Page) result).page();
            history.finalPage(conversation.value(), page.head(), entries(page));
            if (!page.after() || page.items().isEmpty()) {
                return CompletableFuture.completedStage(page.head());
            }
            return finalRead(
                    conversation, page.items().get(page.items().size() - 1).seq());
        });
    }

    /**
     * Sends any command. It is not recorded.
     *
     * @param command the command
     * @return the answer, or the failure
     */
    public CompletionStage<Result> ask(Command command) {
        lock.lock();
        try {
            return link == null
                    ? CompletableFuture.failedStage(new ChatException(ErrorCode.OUTCOME_UNKNOWN, "not connected"))
                    : link.ask(command);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Up to where it was shown a conversation.
     *
     * @param conversation which
     * @return the seq; 0 for nothing
     */
    public long cursor(ConversationId conversation) {
        lock.lock();
        try {
            ProbeCursor cursor = cursors.get(conversation);
            return cursor == null ? 0 : cursor.cursor();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the session. */
    @Override
    public void close() {
        disconnect();
    }

    private interface Success<T> {
        T record(Invocation invocation, Result result);
    }

    private <T> CompletionStage<T> recorded(Operation operation, Command command, Success<T> success) {
        Invocation invocation = history.invoke(self, operation);
        return ask(command).handle((result, failure) -> {
            if (failure == null) {
                return success.record(invocation, result);
            }
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            if (cause instanceof ChatException refusal && refusal.code() != ErrorCode.OUTCOME_UNKNOWN) {
                invocation.refused(refusal.wireCode());
            } else {
                invocation.unknown();
            }
            throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
        });
    }

    private static List<LogEntry> entries(EntryPage page) {
        return page.items().stream()
                .map(ParleyEntries::entry)
                .flatMap(Optional::stream)
                .toList();
    }

    // ---- what the server pushes

    private void received(int from, Event event) {
        lock.lock();
        try {
            if (from != session) {
                return; // of a session that has ended
            }
            if (event instanceof Event.Appended appended) {
                ConversationId conversation = appended.entry().conversation();
                cursor(conversation, 0).pushed(item(appended.entry()));
                readOn(conversation);
            } else if (event instanceof Event.Hint hint) {
                cursor(hint.conversation(), 0).hinted(hint.head());
                readOn(hint.conversation());
            } else if (event instanceof Event.Synced one) {
                synced(one);
            } else if (event instanceof Event.InboxChanged changed) {
                visibleFrom(changed.summary());
            } else if (event instanceof Event.MarksGrew grew) {
                history.marked(
                        self,
                        grew.conversation().value(),
                        grew.user().value(),
                        grew.marks().delivered(),
                        grew.marks().read());
            } else if (event instanceof Event.SyncDone) {
                synced.complete(null);
            }
        } finally {
            lock.unlock();
        }
    }

    private static EntryPage.Item item(Entry entry) {
        return entry.body() instanceof EntryBody.Posted
                ? new EntryPage.Said(Message.of(entry))
                : new EntryPage.Happened(entry);
    }

    private ProbeCursor cursor(ConversationId conversation, long first) {
        ProbeCursor cursor = cursors.computeIfAbsent(
                conversation,
                id -> new ProbeCursor(item ->
                        ParleyEntries.entry(item).ifPresent(entry -> history.delivered(self, id.value(), entry))));
        cursor.startAt(first);
        return cursor;
    }

    private void synced(Event.Synced event) {
        EntryPage page = event.page();
        ConversationId conversation = event.summary().conversation().id();
        boolean first = !cursors.containsKey(conversation);
        ProbeCursor cursor = visibleFrom(event.summary());
        if (page == null) {
            return;
        }
        if ((event.limited() || first) && !page.items().isEmpty()) {
            if (!first) {
                history.reset(self, conversation.value());
            }
            cursor.startAt(page.items().get(0).seq());
        }
        cursor.page(page);
        readOn(conversation);
    }

    /** What lies below was said while the user was out, or before: it is not shown, and nothing is missing. */
    private ProbeCursor visibleFrom(ConversationSummary summary) {
        return cursor(summary.conversation().id(), summary.visibleFrom());
    }

    private void readOn(ConversationId conversation) {
        ProbeCursor cursor = cursor(conversation, 0);
        if (cursor.reading || !cursor.behind()) {
            return;
        }
        cursor.reading = true;
        int mine = session;
        ask(new Command.History(conversation, null, cursor.cursor(), null, PAGE))
                .whenComplete((result, failure) -> {
                    lock.lock();
                    try {
                        if (mine == session) {
                            cursor.reading = false;
                            if (result instanceof Result.Page page) {
                                cursor.page(page.page());
                                if (!page.page().items().isEmpty()) {
                                    readOn(conversation);
                                }
                            } // without an answer, the next event of the conversation tries again
                        }
                    } finally {
                        lock.unlock();
                    }
                });
    }
}
