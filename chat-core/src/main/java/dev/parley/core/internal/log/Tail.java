package dev.parley.core.internal.log;

import dev.parley.core.internal.access.Grant;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.Content;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.view.EntryPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of one log, without a hole up to its head. Immutable to its readers: a tail and the one that follows it
 * share an array, of which each sees its own part, so that one more entry costs no copy. Whoever makes a tail from another
 * one does so under the lock of its conversation.
 */
final class Tail {

    private static final int FIRST = 4;
    private static final long NOWHERE = Long.MAX_VALUE;

    /** A page, and the wish that it answers; of the grant only what it lets see matters. */
    private record Made(List<Grant.Range> visible, Grant.Range range, int limit, RangeEnd end, EntryPage page) {

        static Made of(Wanted wanted, EntryPage page) {
            return new Made(visible(wanted), wanted.range(), wanted.limit(), wanted.end(), page);
        }

        boolean answers(Wanted wanted) {
            return limit == wanted.limit()
                    && end == wanted.end()
                    && range.equals(wanted.range())
                    && visible.equals(visible(wanted));
        }

        private static List<Grant.Range> visible(Wanted wanted) {
            return wanted.grant().visible(1, wanted.head());
        }
    }

    /** Filled up to where the newest tail that shares it ends. */
    private final @Nullable Entry[] array;

    private final int start;
    private final int end;
    private final int weight;
    /** From where on this node has published what there is up to the head; {@link #NOWHERE} when it has published nothing. */
    private final long publishedFrom;
    /** The newest; readers ask for the same ones again and again. */
    private volatile @Nullable Made made;

    private Tail(@Nullable Entry[] array, int start, int end, int weight, long publishedFrom) {
        this.array = array;
        this.start = start;
        this.end = end;
        this.weight = weight;
        this.publishedFrom = publishedFrom;
    }

    /**
     * The tail of some entries.
     *
     * @param entries by ascending seq, 1 or more; the last one is the head
     * @param published whether this node has published the last one; otherwise it was read, and the log may have gone on
     *     since
     */
    static Tail of(List<Entry> entries, boolean published) {
        Entry[] array = entries.toArray(new Entry[0]);
        int weight = entries.stream().mapToInt(Tail::weigh).sum();
        long last = entries.get(entries.size() - 1).seq();
        return new Tail(array, 0, array.length, weight, published ? last : NOWHERE);
    }

    /** About how many bytes of memory the entries take. */
    int weight() {
        return weight;
    }

    /** Whether this node has published the last one. */
    boolean published() {
        return publishedFrom != NOWHERE;
    }

    /** Whether this node has published an entry, as far as the tail knows. */
    boolean published(long seq) {
        return seq >= publishedFrom && seq <= head();
    }

    /** By ascending seq; the last one is the head. */
    List<Entry> entries() {
        return part(start, end);
    }

    long head() {
        return at(end - 1).seq();
    }

    long from() {
        return at(start).seq();
    }

    /** The tail with one more entry and at most {@code most}; itself when the entry does not follow its head. */
    Tail plus(Entry entry, int most) {
        if (entry.seq() != head() + 1) {
            return this;
        }
        int size = end - start;
        // Dropping a quarter at once keeps the copying per entry constant in the long run.
        int dropped = size < most ? 0 : Math.min(size, Math.max(1, most / 4));
        int lighter = 0;
        for (int i = start; i < start + dropped; i++) {
            lighter += weigh(at(i));
        }
        int grownWeight = weight - lighter + weigh(entry);
        if (dropped == 0 && end < array.length && array[end] == null) {
            array[end] = entry;
            return new Tail(array, start, end + 1, grownWeight, Math.min(publishedFrom, entry.seq()));
        }
        int kept = size - dropped;
        @Nullable Entry[] grown = new Entry[Math.max(FIRST, Math.min(Math.max(most, kept + 1), 2 * kept))];
        System.arraycopy(array, start + dropped, grown, 0, kept);
        grown[kept] = entry;
        return new Tail(grown, 0, kept + 1, grownWeight, Math.min(publishedFrom, entry.seq()));
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
        int room = most - (end - start);
        if (low >= from() || high < from() - 1 || room <= 0) {
            return this;
        }
        List<Entry> before = read.subList(0, (int) (from() - low));
        List<Entry> grown = new ArrayList<>(before.subList(Math.max(0, before.size() - room), before.size()));
        grown.addAll(entries());
        Tail longer = of(grown, false);
        return new Tail(longer.array, 0, longer.end, longer.weight, publishedFrom);
    }

    /** Entries from one seq to another, both inclusive; null when they are not all here. */
    @Nullable
    List<Entry> slice(long low, long high) {
        if (low < from() || high > head()) {
            return null;
        }
        return low > high ? List.of() : part(start + (int) (low - from()), start + (int) (high - from()) + 1);
    }

    /** The page that was made for such a wish, which reaches up to this tail's head; null when it has to be made. */
    @Nullable
    EntryPage made(Wanted wanted) {
        Made newest = made;
        return newest != null && newest.answers(wanted) ? newest.page() : null;
    }

    /** Keeps a page that was made while this was the tail, instead of the one before. */
    void keep(Wanted wanted, EntryPage page) {
        made = Made.of(wanted, page);
    }

    private Entry at(int index) {
        Entry entry = array[index];
        if (entry == null) {
            throw new IllegalStateException("no entry at " + index + " of " + start + " to " + end);
        }
        return entry;
    }

    @SuppressWarnings("NullAway") // what a tail sees of its array is filled
    private List<Entry> part(int low, int high) {
        return Collections.unmodifiableList(Arrays.asList(array).subList(low, high));
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
