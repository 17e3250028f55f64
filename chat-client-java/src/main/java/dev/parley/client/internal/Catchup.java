package dev.parley.client.internal;

import dev.parley.client.internal.log.ConversationBook;
import dev.parley.client.internal.log.Repairs;
import dev.parley.client.internal.session.Requests;
import dev.parley.model.ConversationId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSummary;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a sync that did not reach all conversations: the inbox is paged until every conversation that the client
 * holds was seen, so that none stays behind silently. Confined to the client's thread.
 */
final class Catchup {

    private static final Logger LOG = LoggerFactory.getLogger(Catchup.class);
    private static final int PAGE = 200;

    private final Requests requests;
    private final ConversationBook book;
    private final Repairs repairs;
    private final Set<ConversationId> unseen = new HashSet<>();
    private int run;

    Catchup(Requests requests, ConversationBook book, Repairs repairs) {
        this.requests = requests;
        this.book = book;
        this.repairs = repairs;
    }

    Map<ConversationId, Long> start() {
        run++;
        Map<ConversationId, Long> cursors = book.startSync();
        unseen.clear();
        unseen.addAll(cursors.keySet());
        return cursors;
    }

    void seen(ConversationId conversation) {
        unseen.remove(conversation);
    }

    void done(boolean limited) {
        if (limited && !unseen.isEmpty()) {
            page(run, null);
        }
    }

    private void page(int of, @Nullable String cursor) {
        requests.ask(new Command.Inbox(cursor, PAGE)).whenComplete((result, failure) -> {
            if (of != run) {
                return;
            }
            if (failure != null) {
                LOG.warn("{} conversations may be behind until the next connection", unseen.size(), failure);
            } else if (result instanceof Result.InboxPage page) {
                arrived(of, page);
            }
        });
    }

    private void arrived(int of, Result.InboxPage page) {
        for (ConversationSummary row : page.conversations()) {
            ConversationId conversation = row.conversation().id();
            if (unseen.remove(conversation)) {
                book.inboxChanged(row);
                repairs.check(conversation);
            }
        }
        if (!unseen.isEmpty() && page.next() != null) {
            page(of, page.next());
        } else {
            List.copyOf(unseen).forEach(conversation -> show(of, conversation));
        }
    }

    /** Held here, yet not in the inbox: asking for it makes the server look why. */
    private void show(int of, ConversationId conversation) {
        requests.ask(new Command.Show(conversation)).whenComplete((result, failure) -> {
            if (of == run && result instanceof Result.Opened opened) {
                unseen.remove(conversation);
                book.inboxChanged(opened.conversation());
                repairs.check(conversation);
            } else if (failure != null) {
                LOG.debug("{} is held and cannot be read any more", conversation, failure);
            }
        });
    }
}
