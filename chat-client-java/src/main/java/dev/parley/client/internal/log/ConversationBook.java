package dev.parley.client.internal.log;

import dev.parley.client.ClientListener;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.UserId;
import dev.parley.model.internal.EntryIdOrder;
import dev.parley.protocol.Event;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.EntryPage.Happened;
import dev.parley.view.EntryPage.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All conversations that the client holds. Whatever takes its place is first told to the application, then remembered in
 * the store: by the very events that brought it, so that reading the store is applying them again. Confined to the
 * client's thread, but for {@link #views} and {@link #view}.
 */
public final class ConversationBook {

    /** A new conversation with no more entries than this is read from its beginning. */
    static final int SHORT = 200;

    /** How many entries of a conversation a rewritten cache keeps. */
    private static final int KEPT = 200;

    /** The most cursors that fit into one frame with ease. */
    private static final int MOST_CURSORS = 5_000;

    private final ClientListener told;
    private final CacheJournal cache;
    private final int limit;
    private final Map<ConversationId, ConversationLog> logs = new HashMap<>();
    private final Map<ConversationId, ConversationView> views = new ConcurrentHashMap<>();
    private final Map<ConversationId, Long> askedFrom = new HashMap<>();
    private final EarlyMarks early = new EarlyMarks();

    private @Nullable UserId user;
    private boolean restoring;
    private boolean live;

    /**
     * An empty book.
     *
     * @param told hears of what took its place
     * @param cache remembers it
     * @param limit the most entries of a conversation to hold
     */
    public ConversationBook(ClientListener told, CacheJournal cache, int limit) {
        this.told = told;
        this.cache = cache;
        this.limit = limit;
    }

    /**
     * Learns whose book it is, before anything else happens.
     *
     * @param owner the user
     */
    public void bind(UserId owner) {
        user = owner;
    }

    /**
     * Takes what earlier lives remembered.
     *
     * @param events in order
     */
    public void restore(List<Event> events) {
        restoring = true;
        for (Event event : events) {
            if (event instanceof Event.Synced synced) {
                synced(synced);
            } else if (event instanceof Event.Appended appended) {
                appended(appended.entry());
            } else if (event instanceof Event.InboxChanged changed) {
                inboxChanged(changed.summary());
            } else if (event instanceof Event.MarksGrew grew) {
                marked(grew.conversation(), grew.user(), grew.marks(), false);
            }
        }
        restoring = false;
        logs.values().forEach(this::publish);
    }

    /**
     * Says whether what comes now is live.
     *
     * @param now false while catching up
     */
    public void live(boolean now) {
        live = now;
    }

    /**
     * The cursors to sync from: of the newest conversations, as many as a frame takes.
     *
     * @return per conversation the highest seq up to which everything is held
     */
    public Map<ConversationId, Long> startSync() {
        Map<ConversationId, Long> cursors = new LinkedHashMap<>();
        logs.values().stream()
                .filter(ConversationLog::hasCursor)
                .sorted(Comparator.comparing(ConversationLog::sortKey, EntryIdOrder.BY_TIME.reversed()))
                .limit(MOST_CURSORS)
                .forEach(log -> cursors.put(log.id(), log.cursor()));
        askedFrom.clear();
        askedFrom.putAll(cursors);
        return cursors;
    }

    /**
     * One conversation's part of a sync.
     *
     * @param event the event
     */
    public void synced(Event.Synced event) {
        ConversationId id = event.summary().conversation().id();
        if (event.summary().head() < askedFrom.getOrDefault(id, 0L)) {
            startOver(id);
        }
        ConversationLog log = log(id);
        EntryPage page = event.page();
        accept(log, event.summary());
        // A page for a cursor that was not sent is the newest stretch, wherever the log got to in the meantime.
        boolean connects = log.hasCursor() && !event.limited() && (restoring || askedFrom.containsKey(log.id()));
        boolean overtaken = page != null && !connects && !restoring && page.head() <= log.cursor();
        if (page == null || overtaken) { // what it brings took its place already, by events that were quicker
            log.hear(event.summary().head());
            finish(log, List.of(), new Event.InboxChanged(kept(log)));
        } else if (connects) {
            connect(log, page);
        } else {
            restart(log, page);
        }
    }

    private void accept(ConversationLog log, ConversationSummary row) {
        early.take(log.id(), (whose, marks) -> log.mark(whose, marks, true));
        if (log.accept(row) && !restoring) {
            publish(log);
            told.timelineReset(log.id());
        }
    }

    /** The server has less than the client confirmed: its history was replaced, and what is held is of another one. */
    private void startOver(ConversationId conversation) {
        askedFrom.remove(conversation);
        logs.remove(conversation);
        publish(log(conversation));
        told.timelineReset(conversation);
    }

    void connect(ConversationLog log, EntryPage page) {
        List<Item> placed = log.connect(page);
        log.hear(page.head());
        finish(log, placed, new Event.Synced(kept(log), page, false));
        CacheJournal.beyond(page, placed).forEach(this::remember);
    }

    void restart(ConversationLog log, EntryPage page) {
        boolean held = log.hasCursor() && !log.holdsNothing();
        List<Item> placed = log.restart(page);
        log.hear(page.head());
        publish(log);
        if (held && !restoring) {
            told.timelineReset(log.id());
        }
        finish(log, placed, new Event.Synced(kept(log), page, true));
        CacheJournal.beyond(page, placed).forEach(this::remember);
    }

    /**
     * A new entry.
     *
     * @param entry the entry
     */
    public void appended(Entry entry) {
        ConversationLog log = log(entry.conversation());
        List<Item> placed = log.offer(entry);
        if (placed.isEmpty()) {
            return;
        }
        tell(log, placed);
        CacheJournal.appended(placed).forEach(this::remember);
        forgetDeleted(placed);
    }

    /** Nothing of a deleted message stays on the disk either. */
    private void forgetDeleted(List<Item> placed) {
        if (!restoring && placed.stream().anyMatch(ConversationBook::deletes)) {
            cache.rewriteSoon(this::everything);
        }
    }

    private static boolean deletes(Item item) {
        return item instanceof Happened happened && happened.entry().body() instanceof EntryBody.Delete;
    }

    /**
     * A row of the inbox.
     *
     * @param summary the row
     */
    public void inboxChanged(ConversationSummary summary) {
        ConversationLog log = log(summary.conversation().id());
        accept(log, summary);
        if (!log.hasCursor() && summary.head() - summary.visibleFrom() < SHORT) {
            log.startAt(summary.visibleFrom());
        }
        log.hear(summary.head());
        finish(log, List.of(), new Event.InboxChanged(kept(log)));
    }

    /**
     * Marks that grew on the server.
     *
     * @param event the event
     */
    public void marksGrew(Event.MarksGrew event) {
        if (find(event.conversation()) == null) {
            early.keep(event.conversation(), event.user(), event.marks());
        }
        marked(event.conversation(), event.user(), event.marks(), true);
    }

    /**
     * Marks that grew here.
     *
     * @param conversation where
     * @param seq up to where the user has read
     * @param hidden whether others may know
     * @return whether anything changed
     */
    public boolean read(ConversationId conversation, long seq, boolean hidden) {
        ConversationLog log = logs.get(conversation);
        ConversationSummary row = log == null ? null : log.summary();
        if (log == null || row == null || user == null) {
            return false;
        }
        long upTo = Math.min(seq, Math.max(row.head(), log.cursor()));
        Marks marks = new Marks(0, Math.max(0, upTo), hidden ? 0 : Math.max(0, upTo));
        return marked(conversation, user, marks, false);
    }

    boolean marked(ConversationId conversation, UserId whose, Marks marks, boolean fromServer) {
        ConversationLog log = logs.get(conversation);
        if (log == null) {
            return false;
        }
        ConversationSummary was = log.summary();
        log.mark(whose, marks, fromServer);
        ConversationSummary row = log.summary();
        if (restoring || row == null || row.equals(was)) {
            return false;
        }
        publish(log);
        told.marksChanged(conversation, whose, whose.equals(user) ? row.marks() : log.heardOf(whose));
        told.conversationChanged(row);
        remember(new Event.MarksGrew(conversation, whose, marks));
        return true;
    }

    /**
     * A conversation reached a seq.
     *
     * @param conversation which
     * @param head the seq
     */
    public void hinted(ConversationId conversation, long head) {
        log(conversation).hear(head);
    }

    /** Forgets everything, in the store too. */
    public void forget() {
        logs.clear();
        views.clear();
        early.clear();
        cache.rewrite(List.of());
    }

    /**
     * What any thread may read.
     *
     * @return all conversations
     */
    public Collection<ConversationView> views() {
        return views.values();
    }

    /**
     * What any thread may read of one conversation.
     *
     * @param conversation which
     * @return the view, or null
     */
    public @Nullable ConversationView view(ConversationId conversation) {
        return views.get(conversation);
    }

    Collection<ConversationLog> logs() {
        return logs.values();
    }

    @Nullable
    ConversationLog find(ConversationId conversation) {
        return logs.get(conversation);
    }

    UserId user() {
        if (user == null) {
            throw new IllegalStateException("book: bound to nobody yet");
        }
        return user;
    }

    ConversationLog log(ConversationId conversation) {
        UserId owner = user();
        return logs.computeIfAbsent(conversation, id -> new ConversationLog(id, owner, limit));
    }

    private void finish(ConversationLog log, List<Item> placed, Event event) {
        tell(log, placed);
        remember(event);
        forgetDeleted(placed);
    }

    private void tell(ConversationLog log, List<Item> placed) {
        List<Message> changed = log.takeChanged();
        if (restoring) {
            return;
        }
        publish(log);
        placed.forEach(item -> told.entry(log.id(), item, live));
        changed.forEach(message -> told.messageChanged(log.id(), message));
        ConversationSummary row = log.summary();
        if (row != null) {
            told.conversationChanged(row);
        }
    }

    void publish(ConversationLog log) {
        views.put(log.id(), new ConversationView(log.summary(), log.timeline()));
    }

    private void remember(Event event) {
        if (!restoring) {
            cache.remember(event, this::everything);
        }
    }

    /** The row as it is kept: with the marks that the server knows, so that a later life tells it the others. */
    private static ConversationSummary kept(ConversationLog log) {
        ConversationSummary row = log.summary();
        if (row == null) {
            throw new IllegalStateException("log: " + log.id() + " without a row");
        }
        return SummaryRules.withOwnMarks(row, log.serverMarks());
    }

    private List<Event> everything() {
        List<Event> events = new ArrayList<>();
        for (ConversationLog log : logs.values()) {
            ConversationSummary row = log.summary();
            if (row == null || user == null) {
                continue;
            }
            events.add(
                    log.hasCursor()
                            ? new Event.Synced(kept(log), log.snapshot(KEPT), true)
                            : new Event.InboxChanged(kept(log)));
            events.add(new Event.MarksGrew(log.id(), user, row.marks()));
        }
        return events;
    }
}
