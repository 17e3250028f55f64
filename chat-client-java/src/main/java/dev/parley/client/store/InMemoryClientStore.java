package dev.parley.client.store;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in memory: for tests, and for clients that may forget. It can be opened again after it was closed,
 * as the store of the client's next life. Confined to the client's thread.
 */
public final class InMemoryClientStore implements ClientStore {

    private final TreeMap<Long, StoredWrite> outbox = new TreeMap<>();
    private final List<Event> cache = new ArrayList<>();
    private @Nullable UserId owner;
    private @Nullable DeviceId device;

    /** An empty store. */
    public InMemoryClientStore() {}

    @Override
    public StoredState open() {
        return new StoredState(owner, device, List.copyOf(outbox.values()), cache);
    }

    @Override
    public void bind(@Nullable UserId newOwner, DeviceId newDevice) {
        owner = newOwner;
        device = newDevice;
    }

    @Override
    public void addWrites(List<StoredWrite> writes) {
        writes.forEach(write -> outbox.put(write.id(), write));
    }

    @Override
    public void removeWrite(long id) {
        outbox.remove(id);
    }

    @Override
    public void remember(Event event) {
        cache.add(event);
    }

    @Override
    public void replaceCache(List<Event> events) {
        cache.clear();
        cache.addAll(events);
    }

    @Override
    public void close() {}
}
