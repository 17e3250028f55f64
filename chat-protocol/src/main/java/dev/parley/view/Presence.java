package dev.parley.view;

import dev.parley.model.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a user is there. Immutable.
 *
 * @param user the user
 * @param online whether any of the user's devices holds a session
 * @param lastActiveAt when the user last did something, or null when that is not known
 */
public record Presence(
        UserId user, boolean online, @Nullable Instant lastActiveAt) {}
