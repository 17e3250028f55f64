package dev.parley.core.internal.presence;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.PresenceDirectory;

/**
 * This node among the others. Immutable.
 *
 * @param id this node's id
 * @param directory who is connected to any node
 * @param bus tells the other nodes
 */
public record PresenceNode(String id, PresenceDirectory directory, NodeBus bus) {}
