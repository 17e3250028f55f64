package dev.parley.core.internal.cluster;

import dev.parley.core.spi.node.NodeId;
import java.util.List;

/**
 * What one node sends to another at once. Immutable.
 *
 * @param sender whose
 * @param link rises each time that the sender begins anew with this receiver, which it does when it took it for dead
 * @param number 1 for the first frame on a link, then 2, …; a number that is left out was lost
 * @param signals what it says; nothing when it only shows that the sender lives
 */
record NodeFrame(NodeId sender, long link, long number, List<NodeSignal> signals) {

    NodeFrame {
        signals = List.copyOf(signals);
    }
}
