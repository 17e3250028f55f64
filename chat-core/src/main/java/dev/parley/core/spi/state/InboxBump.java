package dev.parley.core.spi.state;

import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.util.UUID;

/**
 * Moves one row of one inbox up. Immutable.
 *
 * @param user whose inbox
 * @param conversation which row
 * @param seq the seq that the conversation has reached
 * @param sortId the id of the entry that moves it up
 */
public record InboxBump(UserId user, ConversationId conversation, long seq, UUID sortId) {}
