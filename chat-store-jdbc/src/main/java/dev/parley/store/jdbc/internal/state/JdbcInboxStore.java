package dev.parley.store.jdbc.internal.state;

import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.sql.Database;
import dev.parley.store.jdbc.internal.sql.DatabaseStore;
import dev.parley.store.jdbc.internal.sql.InboxRows;
import dev.parley.view.ConversationSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Inboxes in {@code parley_inbox}; equal sort ids are ordered as the database orders text. Thread-safe. */
public final class JdbcInboxStore extends DatabaseStore implements InboxStore {

    private static final String SELECT =
            "SELECT conversation, last_seq, sort_id, pinned, muted_until FROM parley_inbox ";

    private static final String OF_USER = SELECT + "WHERE user_id = :user ";

    private static final String ORDER =
            " ORDER BY user_id, pinned DESC, sort_id DESC, conversation FETCH FIRST :limit ROWS ONLY";

    public JdbcInboxStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<Void> bump(List<InboxBump> bumps) {
        List<InboxBump> asked = List.copyOf(bumps);
        return database.write(handle -> {
            InboxRows.bump(handle, database.dialect(), asked);
            return done();
        });
    }

    @Override
    public CompletionStage<List<InboxRow>> page(UserId user, Optional<InboxRow> after, int limit) {
        return database.read(handle -> {
            Query query = after.isEmpty()
                    ? handle.createQuery(OF_USER + ORDER)
                    : handle.createQuery(OF_USER + """
                                    AND pinned <= :pinned
                                    AND (pinned < :pinned OR sort_id < :sortId
                                        OR (sort_id = :sortId AND conversation > :conversation))""" + ORDER)
                            .bind("pinned", after.get().settings().pinned())
                            .bind("sortId", after.get().sortId())
                            .bind("conversation", after.get().conversation().value());
            return query.bind("user", user.value())
                    .bind("limit", limit)
                    .map((row, context) -> row(row))
                    .list();
        });
    }

    @Override
    public CompletionStage<Map<ConversationId, InboxRow>> rows(UserId user, Collection<ConversationId> conversations) {
        List<String> ids =
                conversations.stream().map(ConversationId::value).distinct().toList();
        return database.read(handle -> {
            Map<ConversationId, InboxRow> found = new HashMap<>();
            handle.createQuery(
                            SELECT
                                    + "JOIN UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS a (v) ON conversation = a.v WHERE user_id = :user")
                    .bind("user", user.value())
                    .bindArray("ids", String.class, ids)
                    .map((row, context) -> row(row))
                    .forEach(each -> found.put(each.conversation(), each));
            return found;
        });
    }

    @Override
    public CompletionStage<Void> configure(UserId user, ConversationId conversation, ConversationSettings settings) {
        return database.write(handle -> {
            handle.createUpdate("""
                            UPDATE parley_inbox SET pinned = :pinned, muted_until = :mutedUntil
                            WHERE user_id = :user AND conversation = :conversation""")
                    .bind("pinned", settings.pinned())
                    .bind("mutedUntil", millis(settings.mutedUntil()))
                    .bind("user", user.value())
                    .bind("conversation", conversation.value())
                    .execute();
            return done();
        });
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static InboxRow row(ResultSet row) throws SQLException {
        long mutedUntil = row.getLong("muted_until");
        ConversationSettings settings = new ConversationSettings(
                row.wasNull() ? null : Instant.ofEpochMilli(mutedUntil), row.getBoolean("pinned"));
        return new InboxRow(
                new ConversationId(row.getString("conversation")),
                row.getLong("last_seq"),
                row.getObject("sort_id", UUID.class),
                settings);
    }
}
