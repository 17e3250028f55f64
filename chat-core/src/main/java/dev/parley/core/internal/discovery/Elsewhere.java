package dev.parley.core.internal.discovery;

import dev.parley.view.NodeAddress;
import java.util.List;

/** Says to each client of a draining node where it may go. Thread-safe. */
@FunctionalInterface
public interface Elsewhere {

    /** Where nobody knows of another node. */
    Elsewhere NOWHERE = List::of;

    /**
     * Draws some nodes.
     *
     * @return best first
     */
    List<NodeAddress> nodes();
}
