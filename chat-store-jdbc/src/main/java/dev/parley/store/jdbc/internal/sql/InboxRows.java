package dev.parley.store.jdbc.internal.sql;

import dev.parley.core.spi.state.InboxBump;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Moves rows of {@code parley_inbox} up, inside a transaction. */
public final class InboxRows {

    private record Key(UserId user, ConversationId conversation) {
        /** The order in which rows are locked. */
        private static final Comparator<Key> LOCK_ORDER =
                Comparator.comparing(Key::user).thenComparing(Key::conversation);
    }

    private InboxRows() {}

    /** Moves rows up; of several bumps of one row, the one with the highest seq counts. */
    public static void bump(Handle handle, Dialect dialect, Collection<InboxBump> bumps) {
        // One statement may touch a row only once, and drivers make one statement of many.
        SortedMap<Key, InboxBump> merged = new TreeMap<>(Key.LOCK_ORDER);
        bumps.forEach(bump -> merged.merge(new Key(bump.user(), bump.conversation()), bump, InboxRows::higher));
        PreparedBatch batch = handle.prepareBatch(dialect.bumpInbox());
        for (InboxBump bump : merged.values()) {
            batch.bind("user", bump.user().value())
                    .bind("conversation", bump.conversation().value())
                    .bind("seq", bump.seq())
                    .bind("id", bump.sortId())
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static InboxBump higher(InboxBump one, InboxBump other) {
        return one.seq() >= other.seq() ? one : other;
    }
}
