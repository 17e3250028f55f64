package dev.parley.core.spi.state;

import dev.parley.model.ConversationId;
import dev.parley.view.ConversationSettings;
import java.util.UUID;

/**
 * A user's row for one conversation. Immutable.
 *
 * @param conversation the conversation
 * @param lastSeq the highest seq that fan-out told the inbox of; the log's head is the truth
 * @param sortId the id of the entry that last moved the row up; ids of version 7 sort by time
 * @param settings how the user wants to have the conversation
 */
public record InboxRow(ConversationId conversation, long lastSeq, UUID sortId, ConversationSettings settings) {}
