package dev.parley.core.memory;

import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.model.internal.Copies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Marks in memory, with a lock for each conversation. */
final class InMemoryMarkStore extends InMemoryStore implements MarkStore {

    private final Map<ConversationId, ConversationMarks> marks = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<List<MarkChange>> advance(List<MarkAdvance> advances) {
        List<MarkChange> changes = new ArrayList<>(advances.size());
        for (MarkAdvance advance : advances) {
            changes.add(marks.computeIfAbsent(advance.conversation(), id -> new ConversationMarks())
                    .advance(advance));
        }
        return answer(List.copyOf(changes));
    }

    @Override
    public CompletionStage<Map<ConversationId, Marks>> ofUser(UserId user, Collection<ConversationId> conversations) {
        Map<ConversationId, Marks> found = new HashMap<>();
        for (ConversationId conversation : conversations) {
            ConversationMarks here = marks.get(conversation);
            if (here != null) {
                here.of(user).ifPresent(value -> found.put(conversation, value));
            }
        }
        return answer(Copies.of(found));
    }

    @Override
    public CompletionStage<Map<UserId, Marks>> ofConversation(ConversationId conversation, Collection<UserId> users) {
        return answer(found(conversation, users));
    }

    @Override
    public CompletionStage<Map<ConversationId, Map<UserId, Marks>>> ofConversations(
            Map<ConversationId, ? extends Collection<UserId>> users) {
        Map<ConversationId, Map<UserId, Marks>> found = new HashMap<>();
        users.forEach((conversation, asked) -> found.put(conversation, found(conversation, asked)));
        return answer(Copies.of(found));
    }

    private Map<UserId, Marks> found(ConversationId conversation, Collection<UserId> users) {
        Map<UserId, Marks> found = new HashMap<>();
        ConversationMarks here = marks.get(conversation);
        if (here != null) {
            users.forEach(user -> here.of(user).ifPresent(value -> found.put(user, value)));
        }
        return Copies.of(found);
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> ofDevice(
            UserId user, DeviceId device, Collection<ConversationId> conversations) {
        Map<ConversationId, Long> found = new HashMap<>();
        for (ConversationId conversation : conversations) {
            ConversationMarks here = marks.get(conversation);
            if (here != null) {
                here.of(user, device).ifPresent(value -> found.put(conversation, value));
            }
        }
        return answer(Copies.of(found));
    }
}
