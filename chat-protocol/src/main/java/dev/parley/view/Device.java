package dev.parley.view;

import dev.parley.model.DeviceId;
import java.time.Instant;

/**
 * A device of a user. Immutable.
 *
 * @param id its id
 * @param name what the user calls it, 0 to 100 characters
 * @param createdAt when it first connected
 * @param lastSeenAt when it last connected
 */
public record Device(DeviceId id, String name, Instant createdAt, Instant lastSeenAt) {}
