package dev.parley.core.internal.presence;

import dev.parley.core.internal.cluster.OtherNodes;
import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.model.UserId;
import java.util.function.Consumer;

/**
 * This node among the others. Immutable.
 *
 * @param id this node's id
 * @param directory which nodes live, and who is on them
 * @param others the other nodes
 * @param elsewhereToo hears of users who came here while they were on another node
 * @param enteredAll hears that the directory had lost this node, and knows its users again
 */
public record PresenceNode(
        NodeId id, SessionDirectory directory, OtherNodes others, Consumer<UserId> elsewhereToo, Runnable enteredAll) {}
