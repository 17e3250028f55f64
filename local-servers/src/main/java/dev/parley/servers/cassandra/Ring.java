package dev.parley.servers.cassandra;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the nodes of one cluster are. Immutable.
 *
 * @param hosts their addresses, the one that starts first before the others
 * @param nativePort where clients connect, the same on each
 * @param storagePort where nodes connect to each other
 */
record Ring(List<String> hosts, int nativePort, int storagePort) {

    private static final List<String> THREE_TOKENS =
            List.of("-9223372036854775808", "-3074457345618258603", "3074457345618258602");

    /** All of them: who is no seed does not start while the seeds are down, and any may be. */
    String seeds() {
        return hosts.stream().map(host -> host + ":" + storagePort).collect(Collectors.joining(","));
    }

    /** Where on the ring a node stands, so that each owns the same share. */
    String token(int node) {
        return hosts.size() == 1 ? "0" : THREE_TOKENS.get(node);
    }
}
