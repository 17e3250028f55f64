package dev.parley.core.spi.log;

import dev.parley.model.ConversationId;

/**
 * A stretch of a log in which messages are to be counted. Immutable.
 *
 * @param conversation whose
 * @param after count above this seq
 * @param upTo count up to this seq
 * @param cap stop counting here; 1 or more
 */
public record UnreadRange(ConversationId conversation, long after, long upTo, int cap) {}
