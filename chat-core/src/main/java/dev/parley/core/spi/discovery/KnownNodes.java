package dev.parley.core.spi.discovery;

import dev.parley.model.internal.Checks;
import java.time.Duration;
import java.util.List;

/**
 * The nodes that a directory knows of. Immutable.
 *
 * @param nodes one listing for each node, in no order that means anything
 * @param age how long ago that was known to be so: zero while the directory is reached, growing while it is not
 */
public record KnownNodes(List<NodeListing> nodes, Duration age) {

    /** Nobody is there. */
    public static final KnownNodes NONE = new KnownNodes(List.of(), Duration.ZERO);

    public KnownNodes {
        nodes = List.copyOf(nodes);
        Checks.given("age", age);
    }
}
