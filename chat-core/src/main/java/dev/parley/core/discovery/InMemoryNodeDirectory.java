package dev.parley.core.discovery;

import dev.parley.core.spi.discovery.KnownNodes;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.discovery.NodeListing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;

/** The nodes of one JVM. Every stage is complete when it is returned. Thread-safe. */
public final class InMemoryNodeDirectory implements NodeDirectory {

    /** What a node said, and until when it holds. */
    private record Leased(NodeListing listing, Instant end) {}

    private final InstantSource clock;
    private final Map<String, Leased> nodes = new ConcurrentSkipListMap<>();

    /**
     * Makes a directory in which nobody is.
     *
     * @param clock tells when leases end
     */
    public InMemoryNodeDirectory(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> register(NodeListing listing, Duration lease) {
        nodes.put(listing.node(), new Leased(listing, clock.instant().plus(lease)));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> unregister(String node) {
        nodes.remove(node);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<KnownNodes> nodes() {
        Instant now = clock.instant();
        nodes.values().removeIf(leased -> !leased.end().isAfter(now));
        List<NodeListing> there = nodes.values().stream().map(Leased::listing).toList();
        return CompletableFuture.completedFuture(new KnownNodes(there, Duration.ZERO));
    }
}
