package dev.parley.core.internal.log;

import dev.parley.model.Content;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of one log, without a hole up to its head. Immutable.
 *
 * @param entries by ascending seq; the last one is the head
 * @param weight about how many bytes of memory they take
 * @param published whether this node has published the last one; otherwise it was read, and the log may have gone on since
 */
record Tail(List<Entry> entries, int weight, boolean published) {

    static Tail of(List<Entry> entries, boolean published) {
        return new Tail(
                List.copyOf(entries), entries.stream().mapToInt(Tail::weigh).sum(), published);
    }

    long head() {
        return entries.get(entries.size() - 1).seq();
    }

    long from() {
        return entries.get(0).seq();
    }

    /** The tail with one more entry and at most {@code most}; itself when the entry does not follow its head. */
    Tail plus(Entry entry, int most) {
        if (entry.seq() != head() + 1) {
            return this;
        }
        List<Entry> grown = new ArrayList<>(entries.size() + 1);
        // Dropping a quarter at once keeps the copying per entry constant in the long run.
        int drop = entries.size() < most ? 0 : Math.max(1, most / 4);
        grown.addAll(entries.subList(Math.min(drop, entries.size()), entries.size()));
        grown.add(entry);
        return of(grown, true);
    }

    /** What a tail that was only read becomes when an entry is published: it ends there, whatever was read behind it. */
    Tail endingWith(Entry entry) {
        List<Entry> before = slice(from(), entry.seq() - 1);
        List<Entry> ending = new ArrayList<>(before == null ? List.of() : before);
        ending.add(entry);
        return of(ending, true);
    }

    /** The tail with entries in front of it that touch it, and at most {@code most}; itself when they do not. */
    Tail after(List<Entry> read, int most) {
        long low = read.get(0).seq();
        long high = read.get(read.size() - 1).seq();
        int room = most - entries.size();
        if (low >= from() || high < from() - 1 || room <= 0) {
            return this;
        }
        List<Entry> before = read.subList(0, (int) (from() - low));
        List<Entry> grown = new ArrayList<>(before.subList(Math.max(0, before.size() - room), before.size()));
        grown.addAll(entries);
        return of(grown, published);
    }

    /** Entries from one seq to another, both inclusive; null when they are not all here. */
    @Nullable
    List<Entry> slice(long low, long high) {
        if (low < from() || high > head()) {
            return null;
        }
        return low > high ? List.of() : entries.subList((int) (low - from()), (int) (high - from()) + 1);
    }

    static int weigh(Entry entry) {
        int bytes = 300;
        EntryBody body = entry.body();
        MessageBody message = body instanceof EntryBody.Posted posted
                ? posted.body()
                : body instanceof EntryBody.Edit edit ? edit.body() : null;
        if (message != null) {
            Content content = message.content();
            bytes += content.bytes().length
                    + 100 * message.mentions().size()
                    + 4 * message.custom().size() * 50;
        }
        if (body instanceof EntryBody.Created created) {
            bytes += 100 * created.members().size();
        }
        return bytes;
    }
}
