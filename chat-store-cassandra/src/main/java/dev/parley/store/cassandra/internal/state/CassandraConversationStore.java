package dev.parley.store.cassandra.internal.state;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.DatabaseStore;
import dev.parley.store.cassandra.internal.db.Failures;
import dev.parley.store.cassandra.internal.db.Futures;
import dev.parley.view.Conversation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Conversations, and stays both by user and by conversation, each row written with its state seq as the timestamp, so that
 * the newest state stays, whenever it comes. Members are in the order of their ids' code points. Thread-safe.
 */
public final class CassandraConversationStore extends DatabaseStore implements ConversationStore {

    private static final int LEAST_PAGE = 100;

    private final Writes writes;
    private final PreparedStatement save;
    private final PreparedStatement saveMember;
    private final PreparedStatement saveMembership;
    private final PreparedStatement find;
    private final PreparedStatement memberships;
    private final PreparedStatement members;

    public CassandraConversationStore(Database database) {
        super(database);
        writes = new Writes(database);
        save = database.idempotent("INSERT INTO ${keyspace}.parley_conversation"
                + " (conversation, kind, titled, title, history, state_seq, member_count)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        String columns = " (conversation, user, since, from_seq, to_seq, role, state_seq)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?";
        saveMember = database.idempotent("INSERT INTO ${keyspace}.parley_member" + columns);
        saveMembership = database.idempotent("INSERT INTO ${keyspace}.parley_membership" + columns);
        find = database.idempotent("SELECT * FROM ${keyspace}.parley_conversation WHERE conversation = ?");
        memberships =
                database.idempotent("SELECT * FROM ${keyspace}.parley_membership WHERE user = ? AND conversation IN ?");
        members = database.idempotent(
                "SELECT * FROM ${keyspace}.parley_member WHERE conversation = ? AND (user, since) > (?, ?) LIMIT ?");
    }

    @Override
    public CompletionStage<Void> save(Conversation conversation, List<Membership> rows) {
        List<BoundStatement> stays = new ArrayList<>();
        for (Membership each : rows) {
            stays.add(bind(saveMember, each));
            stays.add(bind(saveMembership, each));
        }
        String title = conversation.title();
        BoundStatement row = save.bind(
                conversation.id().value(),
                conversation.kind().wireName(),
                title != null,
                title == null ? "" : title,
                conversation.history().wireName(),
                conversation.stateSeq(),
                conversation.memberCount(),
                timestamp(conversation.stateSeq()));
        return database.write(() -> writes.all(stays).thenCompose(saved -> last(row, !stays.isEmpty())));
    }

    private CompletionStage<Void> last(BoundStatement row, boolean changed) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        database.execute(row).whenComplete((done, failure) -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(changed ? Failures.unknown(failure) : failure);
            }
        });
        return result;
    }

    private static BoundStatement bind(PreparedStatement statement, Membership each) {
        return statement.bind(
                each.conversation().value(),
                each.user().value(),
                each.since(),
                each.from(),
                each.to(),
                each.role().wireName(),
                each.stateSeq(),
                timestamp(each.stateSeq()));
    }

    /** A state seq can be 0. */
    private static long timestamp(long stateSeq) {
        return stateSeq + 1;
    }

    @Override
    public CompletionStage<Map<ConversationId, Conversation>> find(Collection<ConversationId> conversations) {
        List<ConversationId> asked = conversations.stream().distinct().toList();
        return database.read(() -> Futures.each(
                        asked, each -> database.rows(find.bind(each.value()), row -> conversation(each, row)))
                .thenApply(found -> {
                    Map<ConversationId, Conversation> answer = new LinkedHashMap<>();
                    found.forEach(rows -> rows.forEach(each -> answer.put(each.id(), each)));
                    return answer;
                }));
    }

    private static Conversation conversation(ConversationId id, Row row) {
        return new Conversation(
                id,
                Texts.named(row, "kind", ConversationKind::ofWireName),
                row.getBoolean("titled") ? Texts.text(row, "title") : null,
                Texts.named(row, "history", HistoryPolicy::ofWireName),
                row.getLong("state_seq"),
                row.getInt("member_count"));
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Membership>>> memberships(
            UserId user, Collection<ConversationId> conversations) {
        List<String> asked =
                conversations.stream().map(ConversationId::value).distinct().toList();
        if (asked.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return database.read(() -> database.rows(
                        memberships.bind(user.value(), asked), CassandraConversationStore::membership)
                .thenApply(rows -> {
                    Map<ConversationId, List<Membership>> answer = new LinkedHashMap<>();
                    rows.forEach(each -> answer.computeIfAbsent(each.conversation(), id -> new ArrayList<>())
                            .add(each));
                    return answer;
                }));
    }

    @Override
    public CompletionStage<List<Membership>> members(ConversationId conversation, Optional<UserId> after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
        }
        String above = after.map(UserId::value).orElse("");
        return database.read(() -> page(conversation, above, Long.MAX_VALUE, limit, new ArrayList<>()));
    }

    /** Stays that are over lie among the others. */
    private CompletionStage<List<Membership>> page(
            ConversationId conversation, String user, long since, int limit, List<Membership> found) {
        int asked = Math.max(LEAST_PAGE, limit);
        return database.rows(
                        members.bind(conversation.value(), user, since, asked), CassandraConversationStore::membership)
                .thenCompose(rows -> {
                    rows.stream()
                            .filter(Membership::open)
                            .limit(limit - (long) found.size())
                            .forEach(found::add);
                    if (found.size() >= limit || rows.size() < asked) {
                        return CompletableFuture.completedFuture(found);
                    }
                    Membership last = rows.get(rows.size() - 1);
                    return page(conversation, last.user().value(), last.since(), limit, found);
                });
    }

    private static Membership membership(Row row) {
        return new Membership(
                new ConversationId(Texts.text(row, "conversation")),
                new UserId(Texts.text(row, "user")),
                row.getLong("since"),
                row.getLong("from_seq"),
                row.getLong("to_seq"),
                Texts.named(row, "role", Role::ofWireName),
                row.getLong("state_seq"));
    }
}
