package dev.parley.core.memory;

import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.model.internal.Copies;
import dev.parley.view.Conversation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Conversations in memory, with a lock for each; members page in the order of UTF-16 code units. */
final class InMemoryConversationStore extends InMemoryStore implements ConversationStore {

    private final Map<ConversationId, ConversationState> states = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Void> save(Conversation conversation, List<Membership> memberships) {
        for (Membership membership : memberships) {
            if (!membership.conversation().equals(conversation.id())) {
                throw new IllegalArgumentException(
                        "memberships: one of " + membership.conversation() + " (expected: " + conversation.id() + ")");
            }
        }
        states.computeIfAbsent(conversation.id(), id -> new ConversationState()).save(conversation, memberships);
        return done();
    }

    @Override
    public CompletionStage<Map<ConversationId, Conversation>> find(Collection<ConversationId> conversations) {
        Map<ConversationId, Conversation> found = new HashMap<>();
        for (ConversationId id : conversations) {
            ConversationState state = states.get(id);
            if (state != null) {
                state.conversation().ifPresent(conversation -> found.put(id, conversation));
            }
        }
        return answer(Copies.of(found));
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Membership>>> memberships(
            UserId user, Collection<ConversationId> conversations) {
        Map<ConversationId, List<Membership>> found = new HashMap<>();
        for (ConversationId id : conversations) {
            ConversationState state = states.get(id);
            List<Membership> stays = state == null ? List.of() : state.stays(user);
            if (!stays.isEmpty()) {
                found.put(id, stays);
            }
        }
        return answer(Copies.of(found));
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Membership>>> members(
            Collection<ConversationId> conversations, int limit) {
        requirePositive("limit", limit);
        Map<ConversationId, List<Membership>> found = new HashMap<>();
        for (ConversationId id : conversations) {
            ConversationState state = states.get(id);
            found.put(id, state == null ? List.of() : state.members(Optional.empty(), limit));
        }
        return answer(Copies.of(found));
    }

    @Override
    public CompletionStage<List<Membership>> members(ConversationId conversation, Optional<UserId> after, int limit) {
        requirePositive("limit", limit);
        ConversationState state = states.get(conversation);
        return answer(state == null ? List.of() : state.members(after, limit));
    }
}
