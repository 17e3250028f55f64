package dev.parley.store.rocksdb.internal.state;

import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.ByteWriter;
import dev.parley.store.rocksdb.internal.db.Database;
import dev.parley.store.rocksdb.internal.db.DatabaseStore;
import dev.parley.store.rocksdb.internal.db.Family;
import dev.parley.store.rocksdb.internal.db.View;
import dev.parley.view.ConversationSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A row for each (user, conversation). No order is kept on the disk, where every bump would have to move it: a page reads
 * the user's rows and keeps the foremost. Thread-safe.
 */
public final class RocksInboxStore extends DatabaseStore implements InboxStore {

    public RocksInboxStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<Void> bump(List<InboxBump> bumps) {
        List<InboxBump> asked = List.copyOf(bumps);
        List<PreparedRow> rows = asked.stream()
                .map(bump -> new PreparedRow(bump.user(), bump.conversation()))
                .toList();
        return database.write(group -> {
            for (int i = 0; i < rows.size(); i++) {
                InboxBump bump = asked.get(i);
                rows.get(i).moveUp(group, bump.seq(), bump.sortId());
            }
            return Database.done();
        });
    }

    @Override
    public CompletionStage<Void> configure(UserId user, ConversationId conversation, ConversationSettings settings) {
        byte[] key = PreparedRow.key(user, conversation);
        return database.write(group -> {
            byte[] stored = group.get(Family.INBOX, key);
            if (stored != null) {
                InboxRow row = InboxFormat.decode(conversation, stored);
                group.put(Family.INBOX, key, InboxFormat.encode(row.lastSeq(), row.sortId(), settings));
            }
            return Database.done();
        });
    }

    @Override
    public CompletionStage<List<InboxRow>> page(UserId user, Optional<InboxRow> after, int limit) {
        requirePositive("limit", limit);
        return database.read(view -> page(view, user, after.orElse(null), limit));
    }

    private static List<InboxRow> page(View view, UserId user, @Nullable InboxRow after, int limit) {
        Comparator<InboxRow> order = InboxFormat.PAGE_ORDER;
        // The last of the foremost is on top, to make room for one that is before it.
        PriorityQueue<InboxRow> foremost = new PriorityQueue<>(order.reversed());
        byte[] prefix = ByteWriter.key(user.value());
        view.scan(Family.INBOX, prefix, current -> {
            byte[] value = current.value();
            // Most rows of a long inbox are not on the page: their keys are not even looked at.
            boolean before = after != null && InboxFormat.comparePlace(value, after) < 0;
            InboxRow last = foremost.size() < limit ? null : foremost.element();
            if (before || (last != null && InboxFormat.comparePlace(value, last) > 0)) {
                return true;
            }
            ConversationId conversation = new ConversationId(
                    new ByteReader(current.key()).skip(prefix.length).id());
            InboxRow row = InboxFormat.decode(conversation, value);
            if (after == null || order.compare(row, after) > 0) {
                foremost.add(row);
                if (foremost.size() > limit) {
                    foremost.remove();
                }
            }
            return true;
        });
        List<InboxRow> page = new ArrayList<>(foremost);
        page.sort(order);
        return page;
    }

    @Override
    public CompletionStage<Map<ConversationId, InboxRow>> rows(UserId user, Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.read(view -> {
            List<byte @Nullable []> values = view.get(
                    Family.INBOX,
                    asked.stream()
                            .map(conversation -> PreparedRow.key(user, conversation))
                            .toList());
            Map<ConversationId, InboxRow> rows = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                byte[] value = values.get(i);
                if (value != null) {
                    rows.put(asked.get(i), InboxFormat.decode(asked.get(i), value));
                }
            }
            return rows;
        });
    }
}
