package dev.parley.store.jdbc.internal.state;

import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.sql.Database;
import dev.parley.store.jdbc.internal.sql.DatabaseStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Marks in {@code parley_mark} and {@code parley_device_mark}. Thread-safe. */
public final class JdbcMarkStore extends DatabaseStore implements MarkStore {

    public JdbcMarkStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<List<MarkChange>> advance(List<MarkAdvance> advances) {
        List<MarkAdvance> asked = List.copyOf(advances);
        return database.write(handle -> new MarkUpdate(handle, database.dialect()).advance(asked));
    }

    // A row without any mark is only a lock that was once taken.

    @Override
    public CompletionStage<Map<ConversationId, Marks>> ofUser(UserId user, Collection<ConversationId> conversations) {
        List<String> ids =
                conversations.stream().map(ConversationId::value).distinct().toList();
        return database.read(handle -> {
            Map<ConversationId, Marks> found = new HashMap<>();
            handle.createQuery("""
                            SELECT conversation, delivered_seq, read_seq, shown_seq FROM parley_mark
                            JOIN UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS a (v) ON conversation = a.v
                            WHERE user_id = :user AND delivered_seq > 0""")
                    .bind("user", user.value())
                    .bindArray("ids", String.class, ids)
                    .map((row, context) -> Map.entry(new ConversationId(row.getString(1)), MarkUpdate.marks(row)))
                    .forEach(each -> found.put(each.getKey(), each.getValue()));
            return found;
        });
    }

    @Override
    public CompletionStage<Map<UserId, Marks>> ofConversation(ConversationId conversation, Collection<UserId> users) {
        return ofConversations(Map.of(conversation, users))
                .thenApply(found -> found.getOrDefault(conversation, Map.of()));
    }

    @Override
    public CompletionStage<Map<ConversationId, Map<UserId, Marks>>> ofConversations(
            Map<ConversationId, ? extends Collection<UserId>> users) {
        List<ConversationId> asked = List.copyOf(users.keySet());
        List<String> conversations = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        users.forEach((conversation, own) -> own.stream().distinct().forEach(user -> {
            conversations.add(conversation.value());
            ids.add(user.value());
        }));
        return database.read(handle -> {
            Map<ConversationId, Map<UserId, Marks>> found = new HashMap<>();
            asked.forEach(conversation -> found.put(conversation, new HashMap<>()));
            handle.createQuery("""
                            SELECT user_id, delivered_seq, read_seq, shown_seq, conversation FROM parley_mark
                            JOIN UNNEST(CAST(:conversations AS VARCHAR ARRAY), CAST(:ids AS VARCHAR ARRAY)) AS a (c, v)
                            ON user_id = a.v AND conversation = a.c
                            WHERE delivered_seq > 0""")
                    .bindArray("conversations", String.class, conversations)
                    .bindArray("ids", String.class, ids)
                    .map((row, context) -> new MarkAdvance(
                            new UserId(row.getString(1)),
                            null,
                            new ConversationId(row.getString(5)),
                            MarkUpdate.marks(row)))
                    .forEach(each -> found.computeIfAbsent(each.conversation(), id -> new HashMap<>())
                            .put(each.user(), each.marks()));
            return found;
        });
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> ofDevice(
            UserId user, DeviceId device, Collection<ConversationId> conversations) {
        List<String> ids =
                conversations.stream().map(ConversationId::value).distinct().toList();
        return database.read(handle -> {
            Map<ConversationId, Long> found = new HashMap<>();
            handle.createQuery("""
                            SELECT conversation, delivered_seq FROM parley_device_mark
                            JOIN UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS a (v) ON conversation = a.v
                            WHERE user_id = :user AND device = :device""")
                    .bind("user", user.value())
                    .bind("device", device.value())
                    .bindArray("ids", String.class, ids)
                    .map((row, context) -> Map.entry(new ConversationId(row.getString(1)), row.getLong(2)))
                    .forEach(each -> found.put(each.getKey(), each.getValue()));
            return found;
        });
    }
}
