package dev.parley.view;

import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A conversation itself, the same for all its members: what its log's structural entries add up to. Immutable.
 *
 * @param id its id
 * @param kind direct, group or channel
 * @param title its title, or null
 * @param history what later members see of the past
 * @param stateSeq the seq of the newest entry that changed the conversation itself
 * @param memberCount how many members it has now
 */
public record Conversation(
        ConversationId id,
        ConversationKind kind,
        @Nullable String title,
        HistoryPolicy history,
        long stateSeq,
        int memberCount) {}
