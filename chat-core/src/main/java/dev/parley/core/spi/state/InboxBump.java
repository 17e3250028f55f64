package dev.parley.core.spi.state;

import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.util.UUID;

/**
 * Moves one row of one inbox to where its newest entry belongs. Immutable.
 *
 * @param user whose inbox
 * @param conversation which row
 * @param seq the seq of the entry that moves it
 * @param sortId the id of that entry
 */
public record InboxBump(UserId user, ConversationId conversation, long seq, UUID sortId) {}
