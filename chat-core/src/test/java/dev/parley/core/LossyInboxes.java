package dev.parley.core;

import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.view.ConversationSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Inboxes of their own that lose what a test wants lost; rows are written after the append, not with it. */
final class LossyInboxes implements InboxStore {

    private final InboxStore inboxes;
    final List<InboxBump> written = new ArrayList<>();
    Predicate<InboxBump> lost = bump -> false;
    boolean hangs;
    int failing;

    LossyInboxes(InboxStore inboxes) {
        this.inboxes = inboxes;
    }

    /** An answer that never comes. */
    private static <T> CompletionStage<T> never() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Void> bump(List<InboxBump> bumps) {
        if (hangs) {
            return never();
        }
        List<InboxBump> kept = bumps.stream().filter(lost.negate()).toList();
        written.addAll(kept);
        return inboxes.bump(kept);
    }

    @Override
    public CompletionStage<List<InboxRow>> page(UserId user, Optional<InboxRow> after, int limit) {
        return inboxes.page(user, after, limit);
    }

    @Override
    public CompletionStage<Map<ConversationId, InboxRow>> rows(UserId user, Collection<ConversationId> conversations) {
        if (failing > 0) {
            failing--;
            return CompletableFuture.failedStage(new ChatException(ErrorCode.STORE_UNAVAILABLE, "gone for a moment"));
        }
        return inboxes.rows(user, conversations);
    }

    @Override
    public CompletionStage<Void> configure(UserId user, ConversationId conversation, ConversationSettings settings) {
        return inboxes.configure(user, conversation, settings);
    }

    @Override
    public String durability() {
        return inboxes.durability();
    }

    @Override
    public CompletionStage<Void> check() {
        return inboxes.check();
    }
}
