package dev.parley.core.discovery;

import dev.parley.core.spi.discovery.KnownNodes;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.view.NodeAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Fixed addresses, for a cluster that does without a server to find its nodes: each node is given the same list. What nodes
 * register is not carried to others, so the rules on leases do not hold here: a node that is down stays in the list, and
 * clients pass on to the next; all nodes count as equally full, so clients spread evenly. Every stage is complete when it
 * is returned. Immutable.
 */
public final class StaticNodeDirectory implements NodeDirectory {

    private static final int ALIKE = 1_000_000;

    private final KnownNodes nodes;

    private StaticNodeDirectory(KnownNodes nodes) {
        this.nodes = nodes;
    }

    /**
     * A list of addresses.
     *
     * @param addresses one for each node, with names of their own
     * @return the directory
     * @throws IllegalArgumentException when two have one name
     */
    public static StaticNodeDirectory of(Collection<NodeAddress> addresses) {
        Set<String> names = new HashSet<>();
        addresses.forEach(address -> {
            if (!names.add(address.node())) {
                throw new IllegalArgumentException("addresses: " + address.node() + " twice (expected: once)");
            }
        });
        return new StaticNodeDirectory(new KnownNodes(
                addresses.stream()
                        .map(address -> new NodeListing(address, ALIKE, 0, false, ""))
                        .toList(),
                Duration.ZERO));
    }

    @Override
    public CompletionStage<Void> register(NodeListing listing, Duration lease) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> unregister(String node) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<KnownNodes> nodes() {
        return CompletableFuture.completedFuture(nodes);
    }
}
