package dev.parley.core.spi.node;

import dev.parley.model.internal.Copies;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a user is. Immutable.
 *
 * @param nodes the nodes, alive, that the user has a session on; empty for a user who is offline
 * @param lastActiveAt when they were last active, or null when that is not known
 */
public record Whereabouts(Set<NodeId> nodes, @Nullable Instant lastActiveAt) {

    /** A user of whom nothing is known. */
    public static final Whereabouts UNKNOWN = new Whereabouts(Set.of(), null);

    /** Copies the set. */
    public Whereabouts {
        nodes = Copies.of(nodes);
    }
}
