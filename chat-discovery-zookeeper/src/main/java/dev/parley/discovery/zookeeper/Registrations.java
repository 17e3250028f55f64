package dev.parley.discovery.zookeeper;

import dev.parley.core.spi.discovery.NodeListing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** What this process registered, and what of it ZooKeeper was told. Confined to the directory's worker. */
final class Registrations {

    /** One node. */
    private static final class Wanted {
        private final long end;
        private final NodeListing listing;

        /** What ZooKeeper has, or will be given when it is back; null for nothing yet. */
        private @Nullable NodeListing written;

        Wanted(NodeListing listing, long end, @Nullable NodeListing written) {
            this.listing = listing;
            this.end = end;
            this.written = written;
        }
    }

    private final int loadStep;
    private final Map<String, Wanted> nodes = new HashMap<>();
    private @Nullable ServiceDiscovery<NodeListing> services;

    Registrations(int loadStep) {
        this.loadStep = loadStep;
    }

    /** From now on there is somebody to tell. */
    void writeTo(ServiceDiscovery<NodeListing> open) {
        services = open;
    }

    void want(NodeListing listing, Duration lease) {
        Wanted before = nodes.get(listing.node());
        nodes.put(
                listing.node(),
                new Wanted(listing, System.nanoTime() + lease.toNanos(), before == null ? null : before.written));
    }

    /** Brings a node's registration to what is wanted of it. */
    void write(String node) throws Exception {
        Wanted wanted = nodes.get(node);
        ServiceDiscovery<NodeListing> to = services;
        if (wanted == null || to == null || !news(wanted.written, wanted.listing)) {
            return;
        }
        var instance = ListingFormat.instance(wanted.listing);
        boolean first = wanted.written == null;
        // From here on Curator puts it back by itself, also when this attempt fails.
        wanted.written = wanted.listing;
        try {
            if (first) {
                to.registerService(instance);
            } else {
                to.updateService(instance);
            }
        } catch (KeeperException.NoNodeException e) {
            to.registerService(instance);
        } catch (Exception e) {
            wanted.written = first ? null : wanted.listing;
            throw e;
        }
    }

    /** Tells what could not be told. */
    void writeAll() throws Exception {
        for (String node : nodes.keySet()) {
            write(node);
        }
    }

    void forget(String node) throws Exception {
        Wanted wanted = nodes.remove(node);
        if (wanted != null && services != null) {
            services.unregisterService(ListingFormat.instance(wanted.listing));
        }
    }

    /** Takes a node out whose lease has ended. */
    void expire(String node) throws Exception {
        Wanted wanted = nodes.get(node);
        if (wanted != null && wanted.end - System.nanoTime() <= 0) {
            forget(node);
        }
    }

    private boolean news(@Nullable NodeListing written, NodeListing wanted) {
        if (written == null) {
            return true;
        }
        NodeListing alike = new NodeListing(
                wanted.address(), wanted.capacity(), written.connections(), wanted.draining(), wanted.version());
        long step = Math.max(1, (long) wanted.capacity() * loadStep / 100);
        boolean full = wanted.free() == 0;
        return !alike.equals(written)
                || full != (written.free() == 0)
                || Math.abs(wanted.connections() - written.connections()) >= step;
    }
}
