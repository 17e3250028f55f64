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
}
