package dev.parley.core.internal.log;

import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** About how many bytes answers take, and how many are a page; whoever wants more pages on. */
public final class PageBytes {

    /** About how large a page may get: 512 KiB. */
    public static final int MOST = 512 * 1024;

    private static final int ROW = 500;
    private static final int MARKS = 100;

    private PageBytes() {}

    static long of(EntryPage.Item item) {
        if (item instanceof EntryPage.Said said) {
            return Tail.weigh(said.message().posted())
                    + 100L * said.message().reactions().size();
        }
        return item instanceof EntryPage.Happened happened ? Tail.weigh(happened.entry()) : 0;
    }

    /** The weight of a page of entries. */
    public static long of(@Nullable EntryPage page) {
        return page == null ? 0 : page.items().stream().mapToLong(PageBytes::of).sum();
    }

    /** The weight of a row of an inbox. */
    public static long of(ConversationSummary row) {
        long last = row.last() == null ? 0 : of(new EntryPage.Said(row.last()));
        return ROW + last + (long) MARKS * row.memberMarks().size();
    }

    /** How many of the first ones fit into some bytes, but at least one if there is one. */
    public static <T> int fitting(List<T> all, ToLongFunction<T> weight, long bytes) {
        long sum = 0;
        for (int i = 0; i < all.size(); i++) {
            sum += weight.applyAsLong(all.get(i));
            if (sum > bytes && i > 0) {
                return i;
            }
        }
        return all.size();
    }
}
