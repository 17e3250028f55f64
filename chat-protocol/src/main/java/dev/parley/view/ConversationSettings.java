package dev.parley.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one user wants to have one conversation. Immutable.
 *
 * @param mutedUntil no push and no badge until then, or null; {@link #FOREVER} for good
 * @param pinned whether it stands on top of the inbox
 */
public record ConversationSettings(@Nullable Instant mutedUntil, boolean pinned) {

    /** Muted for good: the year 9999. */
    public static final Instant FOREVER = Instant.parse("9999-12-31T00:00:00Z");

    /** Neither muted nor pinned. */
    public static final ConversationSettings DEFAULT = new ConversationSettings(null, false);
}
