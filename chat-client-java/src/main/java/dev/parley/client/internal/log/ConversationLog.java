package dev.parley.client.internal.log;

import dev.parley.client.Timeline;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.UserId;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.EntryPage.Happened;
import dev.parley.view.EntryPage.Item;
import dev.parley.view.EntryPage.Said;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as the client holds it: a stretch of its log that ends at the cursor, entries set aside because some
 * before them are missing, and its row of the inbox. Seq n + 1 never takes its place before n (G7). Confined to the
 * client's thread.
 */
final class ConversationLog {

    /** Where a log without a cursor stands. */
    static final long NO_CURSOR = -1;

    private static final Unread MESSAGE = new Unread(1, 0, false);
    private static final Unread MENTION = new Unread(1, 1, false);

    /** More than this many entries set aside are not kept: history brings them anyway. */
    private static final int MOST_ASIDE = 500;

    private final ConversationId id;
    private final UserId user;
    private final int limit;
    private final TimelineItems items = new TimelineItems();
    private final TreeMap<Long, Entry> aside = new TreeMap<>();
    /** By seq, as they are now: between one entry and the next of a page nobody is shown anything. */
    private final Map<Long, Message> changed = new LinkedHashMap<>();

    /** The marks of everybody of whom any were heard: of members, of some who left, of some who are yet to be added. */
    private final Map<UserId, Marks> heard = new HashMap<>();

    private @Nullable ConversationSummary summary;
    private Marks serverMarks = Marks.NONE;
    private Unread baseUnread = Unread.NONE;
    private long baseHead;
    private long baseRead;
    /** Whether what the server counted as unread has changed in a way that cannot be worked out from what is held. */
    private boolean miscounted;

    private long cursor = NO_CURSOR;
    private long reached;
    private long lastForeign;
    private boolean before;
    private int room;

    ConversationLog(ConversationId id, UserId user, int limit) {
        this.id = id;
        this.user = user;
        this.limit = limit;
        this.room = limit;
    }

    ConversationId id() {
        return id;
    }

    long cursor() {
        return cursor;
    }

    boolean hasCursor() {
        return cursor != NO_CURSOR;
    }

    @Nullable
    ConversationSummary summary() {
        return summary;
    }

    /** Where the row is in the inbox: higher is further up. */
    UUID sortKey() {
        return SummaryRules.sortKey(summary);
    }

    /** All that was ever heard of how far a user is: what is told late may say less than what was told before. */
    Marks heardOf(UserId whose) {
        return heard.getOrDefault(whose, Marks.NONE);
    }

    /** The user's marks as the server last told them. */
    Marks serverMarks() {
        return serverMarks;
    }

    /** The highest seq of what others wrote. */
    long lastForeign() {
        return lastForeign;
    }

    /** The highest seq of which the client has heard. */
    long reached() {
        return Math.max(reached, aside.isEmpty() ? 0 : aside.lastKey());
    }

    /** Whether entries are known to exist that have not taken their place. */
    boolean behind() {
        return reached() > cursor || miscounted;
    }

    /** Whether only the server's row can tell what is unread. */
    boolean miscounted() {
        return miscounted;
    }

    /** Messages that were modified since this was last asked. */
    List<Message> takeChanged() {
        List<Message> taken = List.copyOf(changed.values());
        changed.clear();
        return taken;
    }

    /** Takes the server's row; tells whether what was held is dropped for it. */
    boolean accept(ConversationSummary fresh) {
        boolean rejoined = summary != null && fresh.visibleFrom() > summary.visibleFrom();
        serverMarks = serverMarks.max(fresh.marks());
        if (summary == null || fresh.head() >= baseHead) {
            baseUnread = fresh.unread();
            baseHead = fresh.head();
            baseRead = fresh.marks().read();
            miscounted = false;
            items.from(baseHead + 1).forEach(this::uncount); // deletes that came before this row, and that it lacks
        }
        fresh.memberMarks().forEach(member -> heard.merge(member.user(), member.marks(), Marks::max));
        summary = SummaryRules.withMarks(SummaryRules.merge(summary, fresh), serverMarks);
        summary = SummaryRules.withHeard(summary, heard);
        boolean dropped = rejoined && hasCursor() && forget(fresh.visibleFrom());
        recount();
        return dropped;
    }

    /** Of what happened to older entries while the user was out, nobody told: who wants them reads them again. */
    private boolean forget(long below) {
        boolean dropped = items.dropBelow(below);
        aside.headMap(below).clear();
        cursor = Math.max(cursor, below - 1);
        before = true;
        return dropped;
    }

    /** Hears of a head. */
    void hear(long head) {
        reached = Math.max(reached, head);
    }

    /** Takes a new entry. What then takes its place is returned, in order. */
    List<Item> offer(Entry entry) {
        if (entry.seq() > cursor) {
            hear(entry.seq());
            aside.put(entry.seq(), entry);
            if (aside.size() > MOST_ASIDE) {
                aside.pollLastEntry();
            }
        }
        return hasCursor() ? drain() : List.of();
    }

    /** Takes a page that connects to the cursor. */
    List<Item> connect(EntryPage page) {
        List<Item> placed = new ArrayList<>();
        for (Item item : page.items()) {
            if (item.seq() > cursor) {
                place(item);
                placed.add(item);
            }
        }
        if (!page.after()) {
            cursor = Math.max(cursor, page.head()); // the rest up to there is nothing that the user may see
        }
        placed.addAll(drain());
        return settle(placed);
    }

    /** Takes a page that does not connect: what is held is dropped. Items already placed once are not returned. */
    List<Item> restart(EntryPage page) {
        long seen = cursor;
        items.clear();
        cursor = 0;
        room = limit;
        before = page.before();
        page.items().forEach(this::place);
        cursor = Math.max(cursor, page.after() ? 0 : page.head());
        List<Item> placed = new ArrayList<>();
        page.items().stream().filter(item -> item.seq() > seen).forEach(placed::add);
        placed.addAll(drain());
        return settle(placed);
    }

    /** Starts where nothing is held yet and everything from a seq on is wanted. */
    void startAt(long visibleFrom) {
        cursor = Math.max(0, visibleFrom - 1);
        before = false;
    }

    /** Takes a page that ends right before the first item. */
    void prepend(EntryPage page) {
        items.prepend(page.items());
        before = page.before();
        room = Math.max(room, items.size());
        recount();
    }

    /** The missing entries cannot be had: the user may not see them any more. */
    void giveUp() {
        aside.clear();
        reached = Math.max(cursor, 0);
        miscounted = false;
    }

    void mark(UserId whose, Marks marks, boolean fromServer) {
        boolean own = whose.equals(user);
        if (own && fromServer) {
            serverMarks = serverMarks.max(marks);
        }
        heard.merge(whose, marks, Marks::max);
        if (summary != null) {
            summary = SummaryRules.withHeard(own ? SummaryRules.withMarks(summary, marks) : summary, heard);
            recount();
        }
    }

    Item caughtUp(Item item) {
        return items.caughtUp(item);
    }

    Timeline timeline() {
        return new Timeline(id, items.copy(), Math.max(0, cursor), before);
    }

    boolean holdsNothing() {
        return items.isEmpty();
    }

    long firstSeq() {
        return items.firstSeq();
    }

    boolean hasBefore() {
        return before;
    }

    /** The newest items as a page, from which this log could start again. */
    EntryPage snapshot(int most) {
        boolean cut = before || items.size() > most;
        return new EntryPage(items.last(most), Math.max(0, cursor), Math.max(0, cursor), cut, false);
    }

    private List<Item> drain() {
        List<Item> placed = new ArrayList<>();
        aside.headMap(cursor, true).clear();
        for (Entry next = aside.remove(cursor + 1); next != null; next = aside.remove(cursor + 1)) {
            Item item = next.body() instanceof EntryBody.Posted ? new Said(Message.of(next)) : new Happened(next);
            place(item);
            placed.add(item);
            aside.headMap(cursor, true).clear();
        }
        return settle(placed);
    }

    private List<Item> settle(List<Item> placed) {
        if (items.trim(room + room / 4)) {
            items.trim(room);
            before = true;
        }
        recount();
        return placed;
    }

    private void place(Item item) {
        if (item.seq() > baseHead) {
            uncount(item);
        }
        if (summary != null && summary.role() == null && item.seq() > summary.head()) {
            miscounted = true; // back again, and the row that says so is yet to come: it was not told who else joined
        }
        if (!senderOf(item).equals(user)) {
            lastForeign = Math.max(lastForeign, item.seq());
        }
        items.append(item, message -> changed.put(message.posted().seq(), message));
        cursor = Math.max(cursor, item.seq());
        if (summary != null) {
            summary = SummaryRules.withHeard(SummaryRules.after(summary, item, user), heard);
        }
    }

    /** The server counted messages that are deleted now: what came after its count takes them out. */
    private void uncount(Item item) {
        Entry entry = item instanceof Happened happened ? happened.entry() : null;
        long target = entry == null ? 0 : entry.body().target();
        if (entry != null && entry.body() instanceof EntryBody.Delete && target > baseRead && target <= baseHead) {
            Item held = items.find(target);
            boolean gone = held instanceof Said known && known.message().deleted(); // and with it, whom it mentioned
            miscounted |= held == null || baseUnread.capped() || (gone && baseUnread.mentions() > 0);
            if (held instanceof Said said
                    && (!said.message().deleted() || said.message().deleteSeq() == entry.seq())) {
                baseUnread = baseUnread.minus(worth(said.message()));
            }
        }
    }

    private static UserId senderOf(Item item) {
        return item instanceof Said said
                ? said.message().posted().origin().sender()
                : ((Happened) item).entry().origin().sender();
    }

    /** Unread is a function of what is held; where that does not reach back far enough, of what the server counted. */
    private void recount() {
        if (summary == null) {
            return;
        }
        if (summary.role() == null) {
            summary = SummaryRules.withUnread(summary, Unread.NONE);
            return;
        }
        long read = summary.marks().read();
        long from = Math.max(read + 1, summary.visibleFrom());
        boolean covered = read >= cursor || !before || (!items.isEmpty() && items.firstSeq() <= from);
        boolean exact = (covered && hasCursor()) || read >= baseHead;
        Unread unread = exact ? count(from) : baseUnread.plus(count(Math.max(baseHead, baseRead) + 1));
        boolean cut = before && !items.isEmpty() && items.firstSeq() > Math.max(baseHead, read) + 1;
        boolean moved = !exact && read != baseRead && read == serverMarks.read();
        if (covered && hasCursor()) {
            miscounted = false;
        } else if (cut || moved) {
            miscounted = true;
        }
        summary = SummaryRules.withUnread(summary, unread);
    }

    private Unread count(long from) {
        int messages = 0;
        int mentions = 0;
        for (Item item : items.from(from)) {
            if (item instanceof Said said && !said.message().deleted()) {
                Unread worth = worth(said.message());
                messages += worth.messages();
                mentions += worth.mentions();
            }
        }
        return new Unread(messages, mentions, false);
    }

    /** What a message adds to what is unread, unless it is deleted. */
    private Unread worth(Message message) {
        boolean own = message.posted().origin().sender().equals(user);
        if (own) {
            return Unread.NONE;
        }
        return message.body().mentions().contains(user) ? MENTION : MESSAGE;
    }
}
