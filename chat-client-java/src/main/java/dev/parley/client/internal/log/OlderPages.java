package dev.parley.client.internal.log;

import dev.parley.client.Timeline;
import dev.parley.model.ConversationId;
import dev.parley.view.EntryPage;

/** Pages of history that the application asked for. Confined to the client's thread. */
public final class OlderPages {

    private final ConversationBook book;

    /**
     * Pages for a book.
     *
     * @param book the book
     */
    public OlderPages(ConversationBook book) {
        this.book = book;
    }

    /**
     * Adds older entries in front of a timeline.
     *
     * @param conversation whose
     * @param asked the seq before which they were asked for
     * @param page the entries
     * @return the longer timeline
     */
    public Timeline prepend(ConversationId conversation, long asked, EntryPage page) {
        ConversationLog log = book.log(conversation);
        if (!log.holdsNothing() && log.firstSeq() == asked) {
            log.prepend(page);
            book.publish(log);
        }
        return log.timeline();
    }

    /**
     * Starts the timeline of a conversation of which nothing was held.
     *
     * @param conversation whose
     * @param page its newest entries
     * @return the timeline
     */
    public Timeline start(ConversationId conversation, EntryPage page) {
        ConversationLog log = book.log(conversation);
        if (log.holdsNothing() && page.head() >= log.cursor()) {
            book.restart(log, page);
        }
        return log.timeline();
    }

    /**
     * A page as it is with everything that happened while it was on its way.
     *
     * @param conversation whose
     * @param page the page
     * @return the page
     */
    public EntryPage caughtUp(ConversationId conversation, EntryPage page) {
        ConversationLog log = book.find(conversation);
        return log == null
                ? page
                : new EntryPage(
                        page.items().stream().map(log::caughtUp).toList(),
                        page.head(),
                        page.asOf(),
                        page.before(),
                        page.after());
    }
}
