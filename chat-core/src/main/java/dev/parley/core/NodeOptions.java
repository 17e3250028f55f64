package dev.parley.core;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * How a node shows itself to clients that choose one. Immutable.
 *
 * @param region where this node is, in the host's own words; clients are sent to nodes of the region of the node they ask
 *     first; default the empty string: nowhere in particular
 * @param capacity how many connections this node is meant to hold, 1 or more; default 100,000, as the transport's
 *     {@code total}
 * @param refresh how often it says how full it is, and looks who else is there; 100 ms to 10 s; default 5 s
 * @param lease how long it is found after it said so last, twice {@code refresh} to 1 h; default 20 s
 * @param named how many nodes a client is told that does not say how many it wants, 1 to 20; default 3
 */
public record NodeOptions(String region, int capacity, Duration refresh, Duration lease, int named) {

    /** The most nodes that a client is told at once. */
    public static final int MOST_NAMED = 20;

    /** No region, 100,000 connections, every 5 s, a lease of 20 s, 3 named. */
    public static final NodeOptions DEFAULT =
            new NodeOptions("", 100_000, Duration.ofSeconds(5), Duration.ofSeconds(20), 3);

    public NodeOptions {
        Checks.given("region", region);
        Checks.atLeast("capacity", capacity, 1);
        Checks.within("refresh", refresh, Duration.ofMillis(100), Duration.ofSeconds(10));
        Checks.within("lease", lease, refresh.multipliedBy(2), Duration.ofHours(1));
        Checks.within("named", named, 1, MOST_NAMED);
    }

    /**
     * The same in a region.
     *
     * @param other its name
     * @return the options
     */
    public NodeOptions withRegion(String other) {
        return new NodeOptions(other, capacity, refresh, lease, named);
    }

    /**
     * The same with another capacity.
     *
     * @param other how many connections
     * @return the options
     */
    public NodeOptions withCapacity(int other) {
        return new NodeOptions(region, other, refresh, lease, named);
    }

    /**
     * The same with other times.
     *
     * @param every how often it says how full it is
     * @param lasting how long it is found after that
     * @return the options
     */
    public NodeOptions withTimes(Duration every, Duration lasting) {
        return new NodeOptions(region, capacity, every, lasting, named);
    }
}
