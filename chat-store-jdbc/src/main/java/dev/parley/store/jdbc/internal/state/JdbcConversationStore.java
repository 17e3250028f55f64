package dev.parley.store.jdbc.internal.state;

import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.sql.Database;
import dev.parley.store.jdbc.internal.sql.DatabaseStore;
import dev.parley.view.Conversation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Conversations in {@code parley_conversation}, members in {@code parley_member}. Members are ordered as the database
 * orders text: by UTF-16 code units in H2, by code points in PostgreSQL. Thread-safe.
 */
public final class JdbcConversationStore extends DatabaseStore implements ConversationStore {

    private static final String MEMBER =
            "SELECT conversation, user_id, since_seq, from_seq, to_seq, member_role, state_seq FROM parley_member ";

    /** The conversation comes as a name or as a column. */
    private static final String OPEN_STAYS = """
            WHERE conversation = %s AND user_id > :after AND to_seq = :open
            ORDER BY conversation, user_id, since_seq FETCH FIRST :limit ROWS ONLY""";

    private static final String FIRST_MEMBERS =
            "SELECT m.* FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS a (v) JOIN LATERAL (" + MEMBER
                    + OPEN_STAYS.formatted("a.v") + ") AS m ON TRUE ORDER BY m.conversation, m.user_id, m.since_seq";

    /** The key, and the order in which rows are locked. */
    private static final Comparator<Membership> LOCK_ORDER = Comparator.comparing(Membership::conversation)
            .thenComparing(Membership::user)
            .thenComparing(Membership::since);

    public JdbcConversationStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<Void> save(Conversation conversation, List<Membership> memberships) {
        // One statement may touch a row only once, and drivers make one statement of many.
        SortedMap<Membership, Membership> newest = new TreeMap<>(LOCK_ORDER);
        memberships.forEach(
                each -> newest.merge(each, each, (one, other) -> one.stateSeq() >= other.stateSeq() ? one : other));
        return database.write(handle -> {
            saveConversation(handle, conversation);
            if (!newest.isEmpty()) {
                saveMembers(handle, newest.values());
            }
            return done();
        });
    }

    private void saveConversation(Handle handle, Conversation conversation) {
        handle.createUpdate(database.dialect().saveConversation())
                .bind("conversation", conversation.id().value())
                .bind("kind", conversation.kind().wireName())
                .bind("title", Names.storable(conversation.title()))
                .bind("history", conversation.history().wireName())
                .bind("state", conversation.stateSeq())
                .bind("count", conversation.memberCount())
                .execute();
    }

    private void saveMembers(Handle handle, Collection<Membership> memberships) {
        PreparedBatch batch = handle.prepareBatch(database.dialect().saveMember());
        for (Membership membership : memberships) {
            batch.bind("conversation", membership.conversation().value())
                    .bind("user", membership.user().value())
                    .bind("since", membership.since())
                    .bind("from", membership.from())
                    .bind("to", membership.to())
                    .bind("role", membership.role().wireName())
                    .bind("state", membership.stateSeq())
                    .add();
        }
        batch.execute();
    }

    @Override
    public CompletionStage<Map<ConversationId, Conversation>> find(Collection<ConversationId> conversations) {
        List<String> ids = values(conversations);
        return database.read(handle -> {
            Map<ConversationId, Conversation> found = new HashMap<>();
            handle.createQuery("""
                            SELECT conversation, kind, title, history, state_seq, member_count FROM parley_conversation
                            JOIN UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS a (v) ON conversation = a.v""")
                    .bindArray("ids", String.class, ids)
                    .map((row, context) -> conversation(row))
                    .forEach(each -> found.put(each.id(), each));
            return found;
        });
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Membership>>> memberships(
            UserId user, Collection<ConversationId> conversations) {
        List<String> ids = values(conversations);
        return database.read(handle -> {
            Map<ConversationId, List<Membership>> found = new HashMap<>();
            handle.createQuery(MEMBER + """
                            JOIN UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS a (v) ON conversation = a.v
                            WHERE user_id = :user
                            ORDER BY conversation, user_id, since_seq""")
                    .bindArray("ids", String.class, ids)
                    .bind("user", user.value())
                    .map((row, context) -> membership(row))
                    .forEach(each -> found.computeIfAbsent(each.conversation(), id -> new ArrayList<>())
                            .add(each));
            return found;
        });
    }

    @Override
    public CompletionStage<List<Membership>> members(ConversationId conversation, Optional<UserId> after, int limit) {
        String last = after.map(UserId::value).orElse("");
        return database.read(handle -> members(handle, conversation, last, limit));
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Membership>>> members(
            Collection<ConversationId> conversations, int limit) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.read(handle -> {
            Map<ConversationId, List<Membership>> found = new HashMap<>();
            asked.forEach(conversation -> found.put(conversation, new ArrayList<>()));
            if (database.dialect().asksInSets()) {
                handle.createQuery(FIRST_MEMBERS)
                        .bindArray("ids", String.class, values(asked))
                        .bind("after", "")
                        .bind("open", Membership.OPEN)
                        .bind("limit", limit)
                        .map((row, context) -> membership(row))
                        .forEach(each -> found.computeIfAbsent(each.conversation(), id -> new ArrayList<>())
                                .add(each));
            } else {
                found.replaceAll((conversation, none) -> members(handle, conversation, "", limit));
            }
            return found;
        });
    }

    private static List<Membership> members(Handle handle, ConversationId conversation, String after, int limit) {
        return handle.createQuery(MEMBER + OPEN_STAYS.formatted(":conversation"))
                .bind("conversation", conversation.value())
                .bind("after", after)
                .bind("open", Membership.OPEN)
                .bind("limit", limit)
                .map((row, context) -> membership(row))
                .list();
    }

    private static List<String> values(Collection<ConversationId> conversations) {
        return conversations.stream().map(ConversationId::value).distinct().toList();
    }

    private static Conversation conversation(ResultSet row) throws SQLException {
        return new Conversation(
                new ConversationId(row.getString("conversation")),
                Names.read(row.getString("kind"), ConversationKind::ofWireName),
                row.getString("title"),
                Names.read(row.getString("history"), HistoryPolicy::ofWireName),
                row.getLong("state_seq"),
                row.getInt("member_count"));
    }

    private static Membership membership(ResultSet row) throws SQLException {
        return new Membership(
                new ConversationId(row.getString("conversation")),
                new UserId(row.getString("user_id")),
                row.getLong("since_seq"),
                row.getLong("from_seq"),
                row.getLong("to_seq"),
                Names.read(row.getString("member_role"), Role::ofWireName),
                row.getLong("state_seq"));
    }
}
