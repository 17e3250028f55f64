package dev.parley.client.internal.log;

import dev.parley.client.internal.loop.Loop;
import dev.parley.client.internal.session.Backoff;
import dev.parley.client.internal.session.Reply;
import dev.parley.client.internal.session.Session;
import dev.parley.model.ConversationId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Closes gaps: a conversation that is known to have entries which have not taken their place gets them from history. A
 * few conversations at a time, each page by page. Confined to the client's thread.
 */
public final class Repairs {

    private static final int MOST_AT_ONCE = 4;
    private static final int PAGE = 200;
    private static final long TIMEOUT_MS = 15_000;
    /** A gap wider than this is not filled: the timeline starts anew with the newest entries. */
    private static final long WIDEST = 1_000;
    /** After this many answers that bring nothing, what is missing cannot be had. */
    private static final int MOST_IN_VAIN = 6;

    private final Loop loop;
    private final Backoff backoff;
    private final Session session;
    private final ConversationBook book;
    private final LinkedHashSet<ConversationId> waiting = new LinkedHashSet<>();
    private final Map<ConversationId, Integer> active = new HashMap<>();
    private int connection;

    /**
     * Nothing to repair yet.
     *
     * @param loop the client's thread
     * @param backoff how long to wait between attempts
     * @param session the session
     * @param book what to repair
     */
    public Repairs(Loop loop, Backoff backoff, Session session, ConversationBook book) {
        this.loop = loop;
        this.backoff = backoff;
        this.session = session;
        this.book = book;
    }

    /**
     * Looks after one conversation. While the client is catching up this waits for the end of that.
     *
     * @param conversation which
     */
    public void check(ConversationId conversation) {
        ConversationLog log = book.find(conversation);
        if (log != null && session.isLive() && log.behind() && !active.containsKey(conversation)) {
            waiting.add(conversation);
            next();
        }
    }

    /** Looks after all conversations; to be called when the session is live. */
    public void checkAll() {
        for (ConversationLog log : List.copyOf(book.logs())) {
            check(log.id());
        }
    }

    /** The connection is gone; the next sync shows what is still missing. */
    public void lost() {
        connection++;
        waiting.clear();
        active.clear();
    }

    private void next() {
        while (active.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
            ConversationId conversation = waiting.iterator().next();
            waiting.remove(conversation);
            ConversationLog log = book.find(conversation);
            if (log != null && log.behind()) {
                active.put(conversation, 0);
                step(log);
            }
        }
    }

    private void step(ConversationLog log) {
        ConversationId id = log.id();
        if (log.summary() == null || (log.miscounted() && log.reached() <= log.cursor())) {
            request(log, new Command.Show(id));
        } else if (!log.hasCursor() || log.reached() - log.cursor() > WIDEST) {
            request(log, new Command.History(id, null, null, null, PAGE));
        } else {
            request(log, new Command.History(id, null, log.cursor(), null, PAGE));
        }
    }

    private void request(ConversationLog log, Command command) {
        int now = connection;
        session.request(command, TIMEOUT_MS, new Reply() {
            @Override
            public void done(Result result) {
                if (now == connection) {
                    arrived(log, command, result);
                }
            }

            @Override
            public void failed(WireError error) {
                if (now == connection && error.retryable()) {
                    Long after = error.retryAfterMs();
                    again(log, after != null ? after : backoff.delayMs(attempt(log)));
                } else if (now == connection) {
                    log.giveUp();
                    finished(log);
                }
            }

            @Override
            public void unanswered() {
                if (now == connection) {
                    again(log, backoff.delayMs(attempt(log)));
                }
            }
        });
    }

    private void arrived(ConversationLog log, Command command, Result result) {
        long before = log.cursor();
        if (result instanceof Result.Opened opened) {
            book.inboxChanged(opened.conversation());
        } else if (result instanceof Result.Page page && command instanceof Command.History history) {
            if (history.after() != null) {
                book.connect(log, page.page());
            } else if (page.page().head() > log.cursor()) {
                book.restart(log, page.page());
            }
        }
        if (!log.behind()) {
            finished(log);
        } else if (log.cursor() > before || (result instanceof Result.Opened && !log.miscounted())) {
            active.put(log.id(), 0);
            step(log);
        } else if (attempt(log) >= MOST_IN_VAIN) {
            log.giveUp();
            finished(log);
        } else {
            again(log, backoff.delayMs(active.getOrDefault(log.id(), 0)));
        }
    }

    private int attempt(ConversationLog log) {
        return active.merge(log.id(), 1, Integer::sum);
    }

    private void again(ConversationLog log, long delayMs) {
        int now = connection;
        loop.after(delayMs, () -> {
            if (now == connection && log.behind()) {
                step(log);
            } else if (now == connection) {
                finished(log);
            }
        });
    }

    private void finished(ConversationLog log) {
        active.remove(log.id());
        next();
    }
}
