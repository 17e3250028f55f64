package dev.parley.client.store;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds when it is opened. Immutable.
 *
 * @param owner the user whose data it is, or null before the first connection
 * @param device the device that the data belongs to, or null when none was chosen yet
 * @param outbox the unanswered writes, by ascending id
 * @param cache the events that make up the copy, in order
 */
public record StoredState(
        @Nullable UserId owner, @Nullable DeviceId device, List<StoredWrite> outbox, List<Event> cache) {

    /**
     * Copies the lists.
     *
     * @param owner the user
     * @param device the device
     * @param outbox the writes
     * @param cache the events
     */
    public StoredState {
        outbox = List.copyOf(outbox);
        cache = List.copyOf(cache);
    }
}
