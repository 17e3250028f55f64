package dev.parley.core.spi.discovery;

import dev.parley.model.internal.Checks;
import dev.parley.view.NodeAddress;

/**
 * What a node says of itself. Immutable.
 *
 * @param address its name, and where clients reach it
 * @param capacity how many connections it is meant to hold, 1 or more
 * @param connections how many it holds, 0 or more
 * @param draining true once it sends its clients elsewhere: it gets no new ones
 * @param version of this library, as {@code 1.4.2}; the empty string when it does not know
 */
public record NodeListing(NodeAddress address, int capacity, int connections, boolean draining, String version) {

    public NodeListing {
        Checks.given("address", address);
        Checks.atLeast("capacity", capacity, 1);
        Checks.atLeast("connections", connections, 0);
        Checks.given("version", version);
    }

    /**
     * The node's name.
     *
     * @return the name, which no other living node has
     */
    public String node() {
        return address.node();
    }

    /**
     * How many more connections it is meant to hold.
     *
     * @return 0 or more
     */
    public int free() {
        return Math.max(0, capacity - connections);
    }
}
