package dev.parley.client.internal.log;

import dev.parley.client.Timeline;
import dev.parley.view.ConversationSummary;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as any thread may read it. Immutable.
 *
 * @param summary its row, or null while it is not known
 * @param activeAt the time of the newest thing said, in milliseconds
 * @param timeline what is held
 */
public record ConversationView(@Nullable ConversationSummary summary, long activeAt, Timeline timeline) {}
