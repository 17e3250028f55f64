package dev.parley.client.internal.log;

import dev.parley.client.internal.loop.Loop;
import dev.parley.client.store.ClientStore;
import dev.parley.protocol.Event;
import dev.parley.view.EntryPage;
import dev.parley.view.EntryPage.Happened;
import dev.parley.view.EntryPage.Item;
import dev.parley.view.EntryPage.Said;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the copy consists of to the store, and rewrites it shorter now and then. A store that fails is left at
 * what it holds, which is a copy of an earlier moment and therefore still right. Confined to the client's thread.
 */
public final class CacheJournal {

    private static final Logger LOG = LoggerFactory.getLogger(CacheJournal.class);

    /** Below this many events a rewrite is not worth it. */
    private static final int REWRITE_ABOVE = 2_000;

    /** How long what was deleted may stay on the disk. */
    private static final long REWRITE_AFTER_MS = 10_000;

    private final ClientStore store;
    private final Loop loop;
    private @Nullable Supplier<List<Event>> soon;
    private int written;
    private int rewriteAbove = REWRITE_ABOVE;
    private boolean broken;

    /**
     * Over a store that is open.
     *
     * @param store the store
     * @param loop the client's thread
     */
    public CacheJournal(ClientStore store, Loop loop) {
        this.store = store;
        this.loop = loop;
    }

    void remember(Event event, Supplier<List<Event>> everything) {
        if (broken) {
            return;
        }
        try {
            store.remember(event);
            written++;
            if (written > rewriteAbove) {
                rewrite(everything.get());
            }
        } catch (UncheckedIOException e) {
            fail(e);
        }
    }

    /** Rewrites before long, once for all that asks for it until then. */
    void rewriteSoon(Supplier<List<Event>> everything) {
        if (soon == null) {
            loop.after(REWRITE_AFTER_MS, this::flush);
        }
        soon = everything;
    }

    /** Does now what was to be done soon. */
    public void flush() {
        Supplier<List<Event>> everything = soon;
        if (everything != null) {
            soon = null;
            rewrite(everything.get());
        }
    }

    /** The events that bring items which took their place one by one. */
    static List<Event> appended(List<Item> placed) {
        return placed.stream()
                .<Event>map(item -> new Event.Appended(
                        item instanceof Said said ? said.message().posted() : ((Happened) item).entry()))
                .toList();
    }

    /** The same for those that had been set aside and took their place behind a page. */
    static List<Event> beyond(EntryPage page, List<Item> placed) {
        List<Item> items = page.items();
        long last = items.isEmpty() ? page.head() : items.get(items.size() - 1).seq();
        return appended(placed.stream().filter(item -> item.seq() > last).toList());
    }

    void rewrite(List<Event> events) {
        if (broken) {
            return;
        }
        try {
            store.replaceCache(events);
            written = 0;
            rewriteAbove = Math.max(REWRITE_ABOVE, events.size() * 4);
        } catch (UncheckedIOException e) {
            fail(e);
        }
    }

    private void fail(UncheckedIOException e) {
        broken = true;
        LOG.warn(
                "the copy of the conversations is no longer written; after a restart the client reads the rest again",
                e);
    }
}
