package dev.parley.store.rocksdb.internal.state;

import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.Database;
import dev.parley.store.rocksdb.internal.db.DatabaseStore;
import dev.parley.store.rocksdb.internal.db.Family;
import dev.parley.store.rocksdb.internal.db.Group;
import dev.parley.store.rocksdb.internal.db.View;
import dev.parley.view.Conversation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A row for each conversation and each stay, and another for each open one, so that those who left cost a page of
 * members nothing. Members are in the order of code points. Thread-safe.
 */
public final class RocksConversationStore extends DatabaseStore implements ConversationStore {

    public RocksConversationStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<Void> save(Conversation conversation, List<Membership> memberships) {
        List<Membership> stays = List.copyOf(memberships);
        for (Membership stay : stays) {
            if (!stay.conversation().equals(conversation.id())) {
                throw new IllegalArgumentException(
                        "memberships: one of " + stay.conversation() + " (expected: " + conversation.id() + ")");
            }
        }
        return database.write(group -> {
            save(group, conversation);
            stays.forEach(stay -> save(group, stay));
            return Database.done();
        });
    }

    private static void save(Group group, Conversation conversation) {
        byte[] key = Kind.CONVERSATION.key(conversation.id().value());
        if (isNewer(conversation.stateSeq(), group.get(Family.STATE, key))) {
            group.put(Family.STATE, key, ConversationFormat.encode(conversation));
        }
    }

    private static void save(Group group, Membership stay) {
        String conversation = stay.conversation().value();
        String user = stay.user().value();
        byte[] key = Kind.MEMBERSHIP.key(stay.since(), conversation, user);
        if (!isNewer(stay.stateSeq(), group.get(Family.STATE, key))) {
            return;
        }
        byte[] row = ConversationFormat.encode(stay);
        group.put(Family.STATE, key, row);
        byte[] openKey = Kind.OPEN_STAY.key(conversation, user);
        byte[] open = group.get(Family.STATE, openKey);
        long openSince = open == null
                ? 0
                : ConversationFormat.membership(stay.conversation(), stay.user(), open)
                        .since();
        if (stay.since() >= openSince) {
            if (stay.open()) {
                group.put(Family.STATE, openKey, row);
            } else if (open != null) {
                group.delete(Family.STATE, openKey);
            }
        }
    }

    private static boolean isNewer(long stateSeq, byte @Nullable [] stored) {
        return stored == null || stateSeq > ConversationFormat.stateSeq(stored);
    }

    @Override
    public CompletionStage<Map<ConversationId, Conversation>> find(Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.read(view -> {
            List<byte @Nullable []> rows = view.get(
                    Family.STATE,
                    asked.stream().map(id -> Kind.CONVERSATION.key(id.value())).toList());
            Map<ConversationId, Conversation> found = new LinkedHashMap<>();
            for (int i = 0; i < rows.size(); i++) {
                byte[] row = rows.get(i);
                if (row != null) {
                    found.put(asked.get(i), ConversationFormat.conversation(asked.get(i), row));
                }
            }
            return found;
        });
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Membership>>> memberships(
            UserId user, Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.read(view -> {
            Map<ConversationId, List<Membership>> found = new LinkedHashMap<>();
            for (ConversationId conversation : asked) {
                List<Membership> stays = stays(view, conversation, user);
                if (!stays.isEmpty()) {
                    found.put(conversation, stays);
                }
            }
            return found;
        });
    }

    private static List<Membership> stays(View view, ConversationId conversation, UserId user) {
        List<Membership> stays = new ArrayList<>();
        view.scan(Family.STATE, Kind.MEMBERSHIP.key(conversation.value(), user.value()), row -> {
            stays.add(ConversationFormat.membership(conversation, user, row.value()));
            return true;
        });
        return stays;
    }

    @Override
    public CompletionStage<List<Membership>> members(ConversationId conversation, Optional<UserId> after, int limit) {
        requirePositive("limit", limit);
        return database.read(view -> members(view, conversation, after.orElse(null), limit));
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Membership>>> members(
            Collection<ConversationId> conversations, int limit) {
        requirePositive("limit", limit);
        List<ConversationId> asked = List.copyOf(conversations);
        return database.read(view -> {
            Map<ConversationId, List<Membership>> found = new LinkedHashMap<>();
            asked.forEach(conversation -> found.put(conversation, members(view, conversation, null, limit)));
            return found;
        });
    }

    private static List<Membership> members(View view, ConversationId conversation, @Nullable UserId after, int limit) {
        byte[] prefix = Kind.OPEN_STAY.key(conversation.value());
        byte[] from = after == null ? prefix : Kind.OPEN_STAY.key(conversation.value(), after.value());
        List<Membership> members = new ArrayList<>();
        view.scan(Family.STATE, prefix, from, row -> {
            UserId user =
                    new UserId(new ByteReader(row.key()).skip(prefix.length).id());
            if (!user.equals(after)) {
                members.add(ConversationFormat.membership(conversation, user, row.value()));
            }
            return members.size() < limit;
        });
        return members;
    }
}
