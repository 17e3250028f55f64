package dev.parley.store.cassandra.internal.state;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.model.internal.EntryIdOrder;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.DatabaseStore;
import dev.parley.view.ConversationSettings;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * A row for each conversation in its user's partition, written with the seq as its timestamp, and a row of settings, which
 * only those have that were configured, written conditionally. Pages are sorted in memory: a row moves up without leaving
 * a tombstone behind. Thread-safe.
 */
public final class CassandraInboxStore extends DatabaseStore implements InboxStore {

    private static final Comparator<InboxRow> PAGE_ORDER = Comparator.comparing(
                    (InboxRow row) -> !row.settings().pinned())
            .thenComparing(InboxRow::sortId, EntryIdOrder.BY_TIME.reversed())
            .thenComparing(InboxRow::conversation);
    private static final long NOT_MUTED = Long.MIN_VALUE;

    private final Writes writes;
    private final PreparedStatement bump;
    private final PreparedStatement all;
    private final PreparedStatement some;
    private final PreparedStatement allSettings;
    private final PreparedStatement someSettings;
    private final PreparedStatement update;
    private final PreparedStatement insert;

    public CassandraInboxStore(Database database) {
        super(database);
        writes = new Writes(database);
        bump = database.idempotent("INSERT INTO ${keyspace}.parley_inbox (user, conversation, last_seq, sort_id)"
                + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
        String rows = "SELECT conversation, last_seq, sort_id FROM ${keyspace}.parley_inbox WHERE user = ?";
        all = database.idempotent(rows);
        some = database.idempotent(rows + " AND conversation IN ?");
        String settings =
                "SELECT conversation, pinned, muted_until_ms FROM ${keyspace}.parley_inbox_settings WHERE user = ?";
        allSettings = database.idempotent(settings);
        someSettings = database.idempotent(settings + " AND conversation IN ?");
        update = database.conditional("UPDATE ${keyspace}.parley_inbox_settings SET pinned = ?, muted_until_ms = ?"
                + " WHERE user = ? AND conversation = ? IF EXISTS");
        insert = database.conditional("INSERT INTO ${keyspace}.parley_inbox_settings"
                + " (pinned, muted_until_ms, user, conversation) VALUES (?, ?, ?, ?) IF NOT EXISTS");
    }

    @Override
    public CompletionStage<Void> bump(List<InboxBump> bumps) {
        List<InboxBump> asked = List.copyOf(bumps);
        return database.write(() -> writes.all(asked.stream()
                .map(each -> bump.bind(
                        each.user().value(), each.conversation().value(), each.seq(), each.sortId(), each.seq()))
                .toList()));
    }

    @Override
    public CompletionStage<List<InboxRow>> page(UserId user, Optional<InboxRow> after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
        }
        return database.read(() -> database.rows(all.bind(user.value()), row -> row)
                .thenCombine(database.rows(allSettings.bind(user.value()), row -> row), CassandraInboxStore::join)
                .thenApply(rows -> rows.values().stream()
                        .filter(row -> after.isEmpty() || PAGE_ORDER.compare(row, after.get()) > 0)
                        .sorted(PAGE_ORDER)
                        .limit(limit)
                        .toList()));
    }

    @Override
    public CompletionStage<Map<ConversationId, InboxRow>> rows(UserId user, Collection<ConversationId> conversations) {
        List<String> asked =
                conversations.stream().map(ConversationId::value).distinct().toList();
        if (asked.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return database.read(() -> database.rows(some.bind(user.value(), asked), row -> row)
                .thenCombine(
                        database.rows(someSettings.bind(user.value(), asked), row -> row), CassandraInboxStore::join));
    }

    @Override
    public CompletionStage<Void> configure(UserId user, ConversationId conversation, ConversationSettings settings) {
        Instant mutedUntil = settings.mutedUntil();
        long muted = mutedUntil == null ? NOT_MUTED : mutedUntil.toEpochMilli();
        return database.write(() -> database.rows(some.bind(user.value(), List.of(conversation.value())), row -> row)
                .thenCompose(rows -> rows.isEmpty()
                        ? CompletableFuture.<Void>completedFuture(null)
                        : writes.upsert(
                                () -> update.bind(settings.pinned(), muted, user.value(), conversation.value()),
                                () -> insert.bind(settings.pinned(), muted, user.value(), conversation.value()))));
    }

    private static Map<ConversationId, InboxRow> join(List<Row> rows, List<Row> settings) {
        Map<String, ConversationSettings> configured = settings.stream()
                .collect(Collectors.toMap(row -> Texts.text(row, "conversation"), CassandraInboxStore::settings));
        Map<ConversationId, InboxRow> joined = new LinkedHashMap<>();
        for (Row row : rows) {
            ConversationId conversation = new ConversationId(Texts.text(row, "conversation"));
            UUID sortId = row.getUuid("sort_id");
            if (sortId != null) {
                joined.put(
                        conversation,
                        new InboxRow(
                                conversation,
                                row.getLong("last_seq"),
                                sortId,
                                configured.getOrDefault(conversation.value(), ConversationSettings.DEFAULT)));
            }
        }
        return joined;
    }

    private static ConversationSettings settings(Row row) {
        long muted = row.getLong("muted_until_ms");
        return new ConversationSettings(
                muted == NOT_MUTED ? null : Instant.ofEpochMilli(muted), row.getBoolean("pinned"));
    }
}
