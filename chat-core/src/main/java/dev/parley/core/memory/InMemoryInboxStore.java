package dev.parley.core.memory;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.view.ConversationSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Inboxes in memory, with a lock for each user. */
final class InMemoryInboxStore extends InMemoryStore implements InboxStore {

    private final Map<UserId, Inbox> inboxes = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Void> bump(List<InboxBump> bumps) {
        for (InboxBump bump : bumps) {
            inboxes.computeIfAbsent(bump.user(), user -> new Inbox()).bump(bump);
        }
        return done();
    }

    /** Moves the rows of an append up. */
    void bump(Append append, long seq) {
        for (UserId user : append.rows()) {
            inboxes.computeIfAbsent(user, fresh -> new Inbox())
                    .bump(new InboxBump(
                            user, append.conversation(), seq, append.last().id()));
        }
    }

    @Override
    public CompletionStage<List<InboxRow>> page(UserId user, Optional<InboxRow> after, int limit) {
        requirePositive("limit", limit);
        Inbox inbox = inboxes.get(user);
        return answer(inbox == null ? List.of() : inbox.page(after, limit));
    }

    @Override
    public CompletionStage<Map<ConversationId, InboxRow>> rows(UserId user, Collection<ConversationId> conversations) {
        Inbox inbox = inboxes.get(user);
        return answer(inbox == null ? Map.of() : inbox.rows(conversations));
    }

    @Override
    public CompletionStage<Void> configure(UserId user, ConversationId conversation, ConversationSettings settings) {
        Inbox inbox = inboxes.get(user);
        if (inbox != null) {
            inbox.configure(conversation, settings);
        }
        return done();
    }
}
