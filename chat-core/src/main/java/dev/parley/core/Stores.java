package dev.parley.core;

import dev.parley.core.spi.Store;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.state.BlockStore;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.MarkStore;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The durable stores of an engine, which may come from different adapters. Who made a store closes it, after the engine.
 * Immutable.
 *
 * @param logs the conversations' logs
 * @param conversations conversations and members
 * @param inboxes inboxes
 * @param marks marks
 * @param devices devices
 * @param blocks blocks
 */
public record Stores(
        LogStore logs,
        ConversationStore conversations,
        InboxStore inboxes,
        MarkStore marks,
        DeviceStore devices,
        BlockStore blocks) {

    /**
     * Says what surviving an acknowledged write means.
     *
     * @return the different {@link Store#durability} texts
     */
    public String durability() {
        return all().stream().map(Store::durability).distinct().collect(Collectors.joining("; "));
    }

    /**
     * All stores, each once.
     *
     * @return the stores
     */
    public Set<Store> all() {
        return Stream.of(logs, conversations, inboxes, marks, devices, blocks)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * The same with other logs.
     *
     * @param other the store of logs
     * @return the stores
     */
    public Stores with(LogStore other) {
        return new Stores(other, conversations, inboxes, marks, devices, blocks);
    }

    /**
     * The same with other conversations.
     *
     * @param other the store of conversations
     * @return the stores
     */
    public Stores with(ConversationStore other) {
        return new Stores(logs, other, inboxes, marks, devices, blocks);
    }

    /**
     * The same with other inboxes.
     *
     * @param other the store of inboxes
     * @return the stores
     */
    public Stores with(InboxStore other) {
        return new Stores(logs, conversations, other, marks, devices, blocks);
    }

    /**
     * The same with other marks.
     *
     * @param other the store of marks
     * @return the stores
     */
    public Stores with(MarkStore other) {
        return new Stores(logs, conversations, inboxes, other, devices, blocks);
    }

    /**
     * The same with other devices.
     *
     * @param other the store of devices
     * @return the stores
     */
    public Stores with(DeviceStore other) {
        return new Stores(logs, conversations, inboxes, marks, other, blocks);
    }

    /**
     * The same with other blocks.
     *
     * @param other the store of blocks
     * @return the stores
     */
    public Stores with(BlockStore other) {
        return new Stores(logs, conversations, inboxes, marks, devices, other);
    }
}
