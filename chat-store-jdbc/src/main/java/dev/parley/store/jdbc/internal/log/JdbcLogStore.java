package dev.parley.store.jdbc.internal.log;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.ConversationPage;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.sql.Database;
import dev.parley.store.jdbc.internal.sql.DatabaseStore;
import dev.parley.view.Unread;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.statement.Query;

/** The logs in {@code parley_head}, {@code parley_entry} and {@code parley_mention}. Thread-safe. */
public final class JdbcLogStore extends DatabaseStore implements LogStore {

    private static final String SELECT = "SELECT " + EntryRows.COLUMNS + " FROM parley_entry e ";

    private final Heads heads;
    private final StretchQuery stretches;
    private final UnreadQuery unread;

    public JdbcLogStore(Database database) {
        super(database);
        heads = new Heads(database.dialect());
        stretches = new StretchQuery(database.dialect());
        unread = new UnreadQuery(database.dialect());
    }

    @Override
    public boolean movesRows() {
        return true;
    }

    @Override
    public CompletionStage<List<AppendResult>> append(List<Append> batch) {
        List<Append> appends = List.copyOf(batch);
        SortedSet<ConversationId> conversations =
                Heads.sorted(appends.stream().map(Append::conversation).toList());
        return database.write(handle -> Appender.append(handle, heads, heads.lock(handle, conversations), appends));
    }

    /** Appends in the host's transaction, on the host's thread. */
    public AppendResult appendIn(Connection connection, Append append) {
        return database.inHostTransaction(connection, handle -> {
            Map<ConversationId, LogHead> locked =
                    heads.makeAndLock(handle, Heads.sorted(List.of(append.conversation())));
            return Appender.append(handle, heads, locked, List.of(append)).get(0);
        });
    }

    @Override
    public CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.read(handle -> heads.read(handle, asked));
    }

    @Override
    public CompletionStage<List<Entry>> read(ConversationId conversation, long from, long to, int limit, RangeEnd end) {
        Stretch asked = new Stretch(conversation, from, to, limit, end);
        return database.read(handle -> stretches.read(handle, asked));
    }

    @Override
    public CompletionStage<List<List<Entry>>> read(List<Stretch> stretches) {
        List<Stretch> asked = List.copyOf(stretches);
        return database.read(handle -> this.stretches.read(handle, asked));
    }

    @Override
    public CompletionStage<List<Entry>> modifications(ConversationId conversation, Collection<Long> targets) {
        return modifications(Map.of(conversation, targets)).thenApply(found -> found.get(conversation));
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Entry>>> modifications(
            Map<ConversationId, ? extends Collection<Long>> targets) {
        List<ConversationId> asked = List.copyOf(targets.keySet());
        List<String> conversations = new ArrayList<>();
        List<Long> seqs = new ArrayList<>();
        targets.forEach((conversation, own) -> own.stream().distinct().forEach(target -> {
            conversations.add(conversation.value());
            seqs.add(target);
        }));
        return database.read(handle -> {
            Map<ConversationId, List<Entry>> found = new HashMap<>();
            asked.forEach(conversation -> found.put(conversation, new ArrayList<>()));
            entries(handle.createQuery(SELECT
                                    + "JOIN UNNEST(CAST(:conversations AS VARCHAR ARRAY), CAST(:targets AS BIGINT ARRAY))"
                                    + " AS a (c, v) ON e.conversation = a.c AND e.target = a.v ORDER BY e.seq")
                            .bindArray("conversations", String.class, conversations)
                            .bindArray("targets", Long.class, seqs))
                    .forEach(entry -> found.computeIfAbsent(entry.conversation(), id -> new ArrayList<>())
                            .add(entry));
            return found;
        });
    }

    @Override
    public CompletionStage<Optional<Entry>> find(ConversationId conversation, UserId sender, String key) {
        return database.read(handle -> entries(handle.createQuery(SELECT
                                + "WHERE e.conversation = :conversation AND e.sender = :sender AND e.entry_key = :key")
                        .bind("conversation", conversation.value())
                        .bind("sender", sender.value())
                        .bind("key", key))
                .stream()
                .findFirst());
    }

    @Override
    public CompletionStage<ConversationPage> conversations(Optional<String> cursor, int limit) {
        return database.read(handle ->
                ConversationPage.ordered(heads.begun(handle, ConversationPage.behind(cursor), limit + 1L), limit));
    }

    @Override
    public CompletionStage<List<Unread>> unread(UserId user, List<UnreadRange> ranges) {
        List<UnreadRange> asked = List.copyOf(ranges);
        return database.read(handle -> unread.count(handle, user, asked));
    }

    private static List<Entry> entries(Query query) {
        return query.map((row, context) -> EntryRows.entry(row)).list();
    }
}
