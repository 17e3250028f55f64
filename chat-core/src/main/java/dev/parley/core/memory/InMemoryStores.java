package dev.parley.core.memory;

import dev.parley.core.Stores;

/**
 * Durable stores without the durability: they keep everything in memory until they are garbage. Several engines may share
 * them. No stage fails, and every stage is complete when it is returned. Thread-safe.
 */
public final class InMemoryStores {

    private InMemoryStores() {}

    /**
     * Makes empty stores.
     *
     * @return one store of each kind
     */
    public static Stores create() {
        InMemoryInboxStore inboxes = new InMemoryInboxStore();
        return new Stores(
                new InMemoryLogStore(inboxes),
                new InMemoryConversationStore(),
                inboxes,
                new InMemoryMarkStore(),
                new InMemoryDeviceStore(),
                new InMemoryBlockStore());
    }
}
