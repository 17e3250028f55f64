package dev.parley.core.spi.state;

import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.Store;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the logs' structural entries add up to: conversations and their members. It is derived from the logs, can lag
 * behind them after a crash, and is then brought up by saving again. Thread-safe.
 *
 * <p><b>Idempotency.</b> [10] {@code save} replaces the conversation's row only when the new {@code stateSeq} is higher
 * than the stored one, and a membership's row only when its {@code stateSeq} is higher: saving again, or saving an older
 * state late, changes nothing.
 *
 * <p><b>Atomicity.</b> [20] The conversation's row becomes visible no earlier than the memberships saved with it.
 *
 * <p><b>Reading.</b> [30] A read that starts after {@code save} completed sees what was saved. [31] {@code members}
 * returns users with an open stay only, by ascending user id (as UTF-16 code units or code points: adapters document
 * which, and page by the same), and {@code memberships} all stays, by ascending {@code since}. [32] What does not exist
 * is empty, not an error. [33] {@code members} of several conversations answers for each what {@code members} of it alone
 * would for its first page.
 */
public interface ConversationStore extends Store {

    /**
     * Saves a conversation and the memberships that changed.
     *
     * @param conversation the conversation as of its {@code stateSeq}
     * @param memberships the rows that changed
     * @return completes when both are durable
     */
    CompletionStage<Void> save(Conversation conversation, List<Membership> memberships);

    /**
     * Finds conversations.
     *
     * @param conversations their ids
     * @return those that exist
     */
    CompletionStage<Map<ConversationId, Conversation>> find(Collection<ConversationId> conversations);

    /**
     * Reads the stays of one user.
     *
     * @param user who
     * @param conversations where
     * @return the stays by conversation; a conversation without any is absent
     */
    CompletionStage<Map<ConversationId, List<Membership>>> memberships(
            UserId user, Collection<ConversationId> conversations);

    /**
     * Lists the members.
     *
     * @param conversation whose
     * @param after only users above this one, or empty for the first page
     * @param limit the most members, 1 or more
     * @return the open stays
     */
    CompletionStage<List<Membership>> members(ConversationId conversation, Optional<UserId> after, int limit);

    /**
     * Lists the first members of several conversations at once: one round trip where the store can.
     *
     * @param conversations whose
     * @param limit the most members of each, 1 or more; times the conversations, at most 10,000
     * @return the open stays of every conversation asked for
     */
    default CompletionStage<Map<ConversationId, List<Membership>>> members(
            Collection<ConversationId> conversations, int limit) {
        Map<ConversationId, Optional<UserId>> first = new HashMap<>();
        conversations.forEach(conversation -> first.put(conversation, Optional.empty()));
        return Stages.each(first, (conversation, after) -> members(conversation, after, limit));
    }
}
