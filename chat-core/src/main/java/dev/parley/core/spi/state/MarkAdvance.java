package dev.parley.core.spi.state;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Raises the marks of one user in one conversation. Immutable.
 *
 * @param user whose
 * @param device the device that says so, whose own delivered mark rises too; null from the in-process API
 * @param conversation where
 * @param marks how far
 */
public record MarkAdvance(UserId user, @Nullable DeviceId device, ConversationId conversation, Marks marks) {}
