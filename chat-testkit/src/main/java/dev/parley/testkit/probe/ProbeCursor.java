package dev.parley.testkit.probe;

import dev.parley.view.EntryPage;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a probe was shown of one conversation, by section 5 of the protocol. Confined to the probe's lock. */
final class ProbeCursor {

    private final Consumer<EntryPage.Item> shown;
    private final TreeMap<Long, EntryPage.Item> held = new TreeMap<>();
    private long cursor;
    private long head;
    boolean reading;

    ProbeCursor(Consumer<EntryPage.Item> shown) {
        this.shown = shown;
    }

    long cursor() {
        return cursor;
    }

    /** An entry was pushed. */
    void pushed(EntryPage.Item item) {
        head = Math.max(head, item.seq());
        held.put(item.seq(), item);
        drain();
    }

    /** Something up to there exists. */
    void hinted(long seq) {
        head = Math.max(head, seq);
    }

    /** Nothing below is visible, or wanted. */
    void startAt(long first) {
        cursor = Math.max(cursor, first - 1);
        drain();
    }

    /** A page read after the cursor: proof that nothing visible lies between. */
    void page(EntryPage page) {
        head = Math.max(head, page.head());
        for (EntryPage.Item item : page.items()) {
            if (item.seq() > cursor) {
                show(item);
            }
        }
        drain();
    }

    private void drain() {
        while (!held.isEmpty() && held.firstKey() <= cursor + 1) {
            EntryPage.Item next = held.pollFirstEntry().getValue();
            if (next.seq() > cursor) {
                show(next);
            }
        }
    }

    private void show(EntryPage.Item item) {
        cursor = item.seq();
        shown.accept(item);
    }

    boolean behind() {
        return cursor < head;
    }
}
