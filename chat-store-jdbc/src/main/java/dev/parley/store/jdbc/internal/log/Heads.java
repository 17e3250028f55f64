package dev.parley.store.jdbc.internal.log;

import dev.parley.core.spi.log.LogHead;
import dev.parley.model.ConversationId;
import dev.parley.store.jdbc.internal.sql.Dialect;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * The rows of {@code parley_head}. Holding the lock of one means being the only one that appends to its log.
 *
 * <p>Deadlocks can't arise: rows are made in one order, and locked in one order, and nobody makes a row while holding
 * the lock of one that existed before.
 */
final class Heads {

    private static final String SELECT = "SELECT conversation, head, state_seq FROM parley_head";

    private final Dialect dialect;

    Heads(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Reads heads as they are now. */
    Map<ConversationId, LogHead> read(Handle handle, Collection<ConversationId> conversations) {
        Map<ConversationId, LogHead> heads = new HashMap<>();
        Query query = handle.createQuery(
                        SELECT + " JOIN UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS a (v) ON conversation = a.v")
                .bindArray("ids", String.class, values(conversations));
        collect(query, heads);
        conversations.forEach(each -> heads.putIfAbsent(each, LogHead.EMPTY));
        return heads;
    }

    /** The logs that have entries, by ascending id, behind one of them or from the first on. */
    List<ConversationId> begun(Handle handle, Optional<ConversationId> behind, long limit) {
        return handle.createQuery("SELECT conversation FROM parley_head WHERE conversation > :behind AND head > 0"
                        + " ORDER BY conversation FETCH FIRST :limit ROWS ONLY")
                .bind("behind", behind.map(ConversationId::value).orElse(""))
                .bind("limit", limit)
                .map((row, context) -> new ConversationId(row.getString(1)))
                .list();
    }

    /** Locks heads, making those that do not exist, inside a transaction that holds no other head. */
    Map<ConversationId, LogHead> lock(Handle handle, SortedSet<ConversationId> conversations) {
        Map<ConversationId, LogHead> heads = lockExisting(handle, conversations);
        if (heads.size() == conversations.size()) {
            return heads;
        }
        // New logs are rare. Letting the locks go first is what keeps the order of locks.
        handle.rollback();
        handle.begin();
        return makeAndLock(handle, conversations);
    }

    /** Like {@link #lock}, but in a transaction that is not ours to roll back. */
    Map<ConversationId, LogHead> makeAndLock(Handle handle, SortedSet<ConversationId> conversations) {
        List<List<String>> rows = values(conversations).stream().map(List::of).toList();
        dialect.insertMissing(handle, "parley_head", List.of("conversation"), rows);
        Map<ConversationId, LogHead> heads = lockExisting(handle, conversations);
        if (heads.size() != conversations.size()) {
            throw new IllegalStateException("heads: some vanished after they were made");
        }
        return heads;
    }

    private Map<ConversationId, LogHead> lockExisting(Handle handle, SortedSet<ConversationId> conversations) {
        Map<ConversationId, LogHead> heads = new HashMap<>();
        if (dialect.asksInSets()) {
            Query query = handle.createQuery(SELECT
                            + " WHERE conversation = ANY(CAST(:ids AS VARCHAR ARRAY)) ORDER BY conversation FOR UPDATE")
                    .bindArray("ids", String.class, values(conversations));
            collect(query, heads);
            return heads;
        }
        for (ConversationId conversation : conversations) {
            Query query = handle.createQuery(SELECT + " WHERE conversation = :id FOR UPDATE")
                    .bind("id", conversation.value());
            collect(query, heads);
        }
        return heads;
    }

    private static void collect(Query query, Map<ConversationId, LogHead> heads) {
        query.map((row, context) ->
                        Map.entry(new ConversationId(row.getString(1)), new LogHead(row.getLong(2), row.getLong(3))))
                .forEach(row -> heads.put(row.getKey(), row.getValue()));
    }

    void update(Handle handle, Map<ConversationId, LogHead> moved) {
        PreparedBatch batch = handle.prepareBatch(
                "UPDATE parley_head SET head = :head, state_seq = :state WHERE conversation = :conversation");
        moved.forEach((conversation, head) -> batch.bind("head", head.head())
                .bind("state", head.stateSeq())
                .bind("conversation", conversation.value())
                .add());
        batch.execute();
    }

    static SortedSet<ConversationId> sorted(Collection<ConversationId> conversations) {
        return new TreeSet<>(conversations);
    }

    static List<String> values(Collection<ConversationId> conversations) {
        return conversations.stream().map(ConversationId::value).distinct().collect(Collectors.toList());
    }
}
