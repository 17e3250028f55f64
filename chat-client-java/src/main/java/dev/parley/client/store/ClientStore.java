package dev.parley.client.store;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a client keeps its outbox and its copy of the conversations.
 *
 * <ol>
 *   <li>Durability: what {@link #bind} and {@link #addWrites} wrote survives a kill of the process and, as far as the
 *       medium allows, of the machine, once they have returned. The rest may lose its newest part, never its middle.
 *   <li>The outbox is never dropped silently: a store that cannot read it fails to open.
 *   <li>The cache is the list of events in the order of {@link #remember}; one that cannot be read is dropped.
 *   <li>Threading: called by one thread at a time, the client's own, which waits: a call should take milliseconds.
 *   <li>Failure: {@link java.io.UncheckedIOException}. A failed {@link #addWrites} has stored none of its writes.
 * </ol>
 *
 * <p>Confined to the client's thread.
 */
public interface ClientStore extends AutoCloseable {

    /**
     * Opens the store. Called once, before anything else.
     *
     * @return what it holds
     */
    StoredState open();

    /**
     * Says whose data it is. Durable once it returned.
     *
     * @param owner the user, or null while not known
     * @param device the device
     */
    void bind(@Nullable UserId owner, DeviceId device);

    /**
     * Adds to the outbox, all or nothing. Durable once it returned.
     *
     * @param writes by ascending id
     */
    void addWrites(List<StoredWrite> writes);

    /**
     * Takes an answered write out of the outbox. Need not be durable: a write sent again is answered the same.
     *
     * @param id the write's id
     */
    void removeWrite(long id);

    /**
     * Adds to the cache.
     *
     * @param event an event that was applied
     */
    void remember(Event event);

    /**
     * Puts other events in place of the whole cache, all or nothing.
     *
     * @param events the events
     */
    void replaceCache(List<Event> events);

    @Override
    void close();
}
