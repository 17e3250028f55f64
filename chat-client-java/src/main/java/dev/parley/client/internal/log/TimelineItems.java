package dev.parley.client.internal.log;

import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Message;
import dev.parley.view.EntryPage.Happened;
import dev.parley.view.EntryPage.Item;
import dev.parley.view.EntryPage.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Items by ascending seq, to which modifications are applied as they come. Confined to the client's thread. */
final class TimelineItems {

    private final List<Item> items = new ArrayList<>();

    /** Adds the newest item; what it does to an older message is told. */
    void append(Item item, Consumer<Message> changed) {
        if (item instanceof Happened happened) {
            items.add(modify(happened, changed));
        } else {
            items.add(item);
        }
    }

    private Happened modify(Happened happened, Consumer<Message> changed) {
        Entry entry = happened.entry();
        long target = entry.body().target();
        int index = target == 0 ? -1 : indexOf(target);
        if (index >= 0 && items.get(index) instanceof Said said) {
            Message message = said.message().apply(entry);
            if (!message.equals(said.message())) {
                items.set(index, new Said(message));
                changed.accept(message);
            }
            if (message.deleted()) {
                forgetEdits(target);
                return withoutContent(happened);
            }
        } else if (entry.body() instanceof EntryBody.Delete) {
            forgetEdits(target); // the message itself is no longer held, or not yet
        }
        return happened;
    }

    /** Nothing that a deleted message ever said stays here. */
    private void forgetEdits(long target) {
        for (int i = indexFrom(target); i < items.size(); i++) {
            if (items.get(i) instanceof Happened happened
                    && happened.entry().body().target() == target) {
                items.set(i, withoutContent(happened));
            }
        }
    }

    private static Happened withoutContent(Happened happened) {
        Entry entry = happened.entry();
        return entry.body() instanceof EntryBody.Edit edit
                ? new Happened(entry.withBody(new EntryBody.Edit(edit.target(), null)))
                : happened;
    }

    /**
     * Adds items older than all others. Their state may be older than what is held here says: modifications that came
     * while they were on their way are applied.
     */
    void prepend(List<Item> older) {
        List<Item> fitting = new ArrayList<>();
        for (Item item : older) {
            if (items.isEmpty() || item.seq() < items.get(0).seq()) {
                fitting.add(item instanceof Happened happened ? redacted(happened) : caughtUp(item));
            }
        }
        items.addAll(0, fitting);
    }

    /** An edit of what was deleted since the page was made says nothing any more. */
    private Happened redacted(Happened happened) {
        long target = happened.entry().body().target();
        boolean deleted = target > 0
                && items.stream()
                        .anyMatch(item -> item instanceof Happened later
                                && later.entry().body() instanceof EntryBody.Delete delete
                                && delete.target() == target);
        return deleted ? withoutContent(happened) : happened;
    }

    /** An item as it is with all modifications that are held here. */
    Item caughtUp(Item item) {
        if (!(item instanceof Said said)) {
            return item;
        }
        Message message = said.message();
        for (int i = indexFrom(message.asOf() + 1); i < items.size(); i++) {
            if (items.get(i) instanceof Happened happened) {
                message = message.apply(happened.entry());
            }
        }
        return new Said(message);
    }

    /** Drops the oldest items so that a number of them stays. */
    boolean trim(int most) {
        if (items.size() <= most) {
            return false;
        }
        items.subList(0, items.size() - most).clear();
        return true;
    }

    /** Drops the items below a seq; tells whether there were any. */
    boolean dropBelow(long seq) {
        List<Item> older = items.subList(0, indexFrom(seq));
        boolean any = !older.isEmpty();
        older.clear();
        return any;
    }

    void clear() {
        items.clear();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    int size() {
        return items.size();
    }

    long firstSeq() {
        return items.get(0).seq();
    }

    List<Item> copy() {
        return List.copyOf(items);
    }

    /** The newest items. */
    List<Item> last(int most) {
        return List.copyOf(items.subList(Math.max(0, items.size() - most), items.size()));
    }

    /** Items from a seq on. */
    List<Item> from(long seq) {
        return items.subList(indexFrom(seq), items.size());
    }

    @Nullable
    Item find(long seq) {
        int index = indexOf(seq);
        return index < 0 ? null : items.get(index);
    }

    private int indexOf(long seq) {
        int index = indexFrom(seq);
        return index < items.size() && items.get(index).seq() == seq ? index : -1;
    }

    private int indexFrom(long seq) {
        int low = 0;
        int high = items.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (items.get(middle).seq() < seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
