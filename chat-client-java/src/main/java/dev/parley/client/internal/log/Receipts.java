package dev.parley.client.internal.log;

import dev.parley.client.internal.loop.Loop;
import dev.parley.client.internal.session.Backoff;
import dev.parley.client.internal.session.Reply;
import dev.parley.client.internal.session.Session;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import dev.parley.view.ConversationSummary;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server how far the user is, wherever it knows less than the client: coalesced, and again until it knows.
 * What is due follows from the marks alone, so nothing is lost with a connection. Confined to the client's thread.
 */
public final class Receipts {

    private static final long COALESCE_MS = 150;
    private static final long TIMEOUT_MS = 15_000;

    private final Loop loop;
    private final Backoff backoff;
    private final Session session;
    private final ConversationBook book;
    private final boolean delivered;
    private final Set<ConversationId> due = new LinkedHashSet<>();
    private final Set<ConversationId> asked = new LinkedHashSet<>();
    private final Set<ConversationId> refused = new LinkedHashSet<>();
    private boolean scheduled;
    private int attempt;

    /**
     * Nothing to tell yet.
     *
     * @param loop the client's thread
     * @param backoff how long to wait between attempts
     * @param session the session
     * @param book whose marks
     * @param delivered whether to tell what was delivered
     */
    public Receipts(Loop loop, Backoff backoff, Session session, ConversationBook book, boolean delivered) {
        this.loop = loop;
        this.backoff = backoff;
        this.session = session;
        this.book = book;
        this.delivered = delivered;
    }

    /**
     * A conversation's marks or entries changed.
     *
     * @param conversation which
     */
    public void check(ConversationId conversation) {
        ConversationLog log = book.find(conversation);
        if (log != null && session.isLive() && receipt(log) != null) {
            due.add(conversation);
            schedule(COALESCE_MS);
        }
    }

    /** Looks after all conversations; to be called when the session is live. */
    public void checkAll() {
        refused.clear();
        for (ConversationLog log : List.copyOf(book.logs())) {
            check(log.id());
        }
    }

    private void schedule(long delayMs) {
        if (!scheduled) {
            scheduled = true;
            loop.after(delayMs, this::flush);
        }
    }

    private void flush() {
        scheduled = false;
        if (!session.isLive()) {
            due.clear(); // going live looks after all
            return;
        }
        for (ConversationId conversation : List.copyOf(due)) {
            ConversationLog log = book.find(conversation);
            Command.Receipt receipt = log == null ? null : receipt(log);
            if (receipt != null && asked.add(conversation)) {
                send(receipt);
            }
        }
        due.clear();
    }

    private Command.@Nullable Receipt receipt(ConversationLog log) {
        ConversationSummary row = log.summary();
        if (row == null || refused.contains(log.id())) {
            return null;
        }
        Marks here = row.marks();
        Marks there = log.serverMarks();
        Long arrived = delivered && log.lastForeign() > there.delivered() ? log.cursor() : null;
        if (here.readShown() > there.readShown()) {
            return new Command.Receipt(log.id(), arrived, here.readShown(), false);
        }
        if (here.read() > there.read()) {
            return new Command.Receipt(log.id(), arrived, here.read(), true);
        }
        return arrived == null ? null : new Command.Receipt(log.id(), arrived, null, false);
    }

    private void send(Command.Receipt receipt) {
        ConversationId id = receipt.conversation();
        session.request(receipt, TIMEOUT_MS, new Reply() {
            @Override
            public void done(Result result) {
                asked.remove(id);
                attempt = 0;
                ConversationLog log = book.find(id);
                if (log != null && result instanceof Result.MarksAre is) {
                    confirm(log, receipt, is.marks());
                }
            }

            @Override
            public void failed(WireError error) {
                asked.remove(id);
                if (error.retryable()) {
                    Long after = error.retryAfterMs();
                    due.add(id);
                    schedule(after != null ? after : backoff.delayMs(attempt++));
                } else {
                    refused.add(id); // until the next connection
                }
            }

            @Override
            public void unanswered() {
                asked.remove(id);
                due.add(id);
                schedule(backoff.delayMs(attempt++));
            }
        });
    }

    private void confirm(ConversationLog log, Command.Receipt receipt, Marks marks) {
        UserId user = book.user();
        book.marked(log.id(), user, marks, true);
        Command.Receipt more = receipt(log);
        if (more != null && more.equals(receipt)) {
            refused.add(log.id()); // the server has its reasons; asking the same again would not end
        } else {
            check(log.id());
        }
    }
}
