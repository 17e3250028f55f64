package dev.parley.core.memory;

import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.model.internal.Copies;
import dev.parley.model.internal.EntryIdOrder;
import dev.parley.view.ConversationSettings;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The inbox of one user, behind its own lock. */
final class Inbox {

    private static final Comparator<InboxRow> PAGE_ORDER = Comparator.comparing(
                    (InboxRow row) -> !row.settings().pinned())
            .thenComparing(InboxRow::sortId, EntryIdOrder.BY_TIME.reversed())
            .thenComparing(InboxRow::conversation);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ConversationId, InboxRow> rows = new HashMap<>();
    private final NavigableSet<InboxRow> sorted = new TreeSet<>(PAGE_ORDER);

    void bump(InboxBump bump) {
        InboxRow fresh = new InboxRow(bump.conversation(), bump.seq(), bump.sortId(), ConversationSettings.DEFAULT);
        replace(bump.conversation(), old -> old == null ? fresh : raised(old, bump));
    }

    private static InboxRow raised(InboxRow old, InboxBump bump) {
        return bump.seq() <= old.lastSeq()
                ? old
                : new InboxRow(old.conversation(), bump.seq(), bump.sortId(), old.settings());
    }

    void configure(ConversationId conversation, ConversationSettings settings) {
        replace(
                conversation,
                old -> old == null ? null : new InboxRow(conversation, old.lastSeq(), old.sortId(), settings));
    }

    private void replace(ConversationId conversation, UnaryOperator<@Nullable InboxRow> change) {
        lock.lock();
        try {
            InboxRow old = rows.get(conversation);
            InboxRow fresh = change.apply(old);
            if (old != null) {
                sorted.remove(old);
            }
            if (fresh != null) {
                rows.put(conversation, fresh);
                sorted.add(fresh);
            }
        } finally {
            lock.unlock();
        }
    }

    List<InboxRow> page(Optional<InboxRow> after, int limit) {
        lock.lock();
        try {
            return after.map(row -> sorted.tailSet(row, false)).orElse(sorted).stream()
                    .limit(limit)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    Map<ConversationId, InboxRow> rows(Collection<ConversationId> conversations) {
        lock.lock();
        try {
            Map<ConversationId, InboxRow> found = new HashMap<>();
            for (ConversationId conversation : conversations) {
                InboxRow row = rows.get(conversation);
                if (row != null) {
                    found.put(conversation, row);
                }
            }
            return Copies.of(found);
        } finally {
            lock.unlock();
        }
    }
}
