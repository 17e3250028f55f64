package dev.parley.core.spi.log;

import dev.parley.model.ConversationId;

/**
 * A stretch of a log that is to be read. Immutable.
 *
 * @param conversation whose
 * @param from the lowest seq
 * @param to the highest seq
 * @param limit the most entries, 1 or more
 * @param end which end of the range matters when there are more than {@code limit}
 */
public record Stretch(ConversationId conversation, long from, long to, int limit, RangeEnd end) {}
