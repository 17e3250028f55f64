package dev.parley.model;

import dev.parley.model.internal.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Who made an entry, on what device, under what idempotency key. Immutable.
 *
 * @param sender the user, or {@link UserId#SYSTEM}
 * @param device the device, or null when the entry came through the in-process API
 * @param key the idempotency key, 1 to 64 characters, none of them a control character or a lone surrogate; unique per
 *     sender and conversation
 */
public record Origin(UserId sender, @Nullable DeviceId device, String key) {

    /** The longest key, in characters. */
    public static final int MAX_KEY_LENGTH = 64;

    public Origin {
        Ids.check("key", key, MAX_KEY_LENGTH);
    }
}
