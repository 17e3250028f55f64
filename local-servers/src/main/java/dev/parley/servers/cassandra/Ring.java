package dev.parley.servers.cassandra;

import java.util.List;

/**
 * Where the nodes of one cluster are. Immutable.
 *
 * @param hosts their addresses, the seed first
 * @param nativePort where clients connect, the same on each
 * @param storagePort where nodes connect to each other
 */
record Ring(List<String> hosts, int nativePort, int storagePort) {

    private static final List<String> THREE_TOKENS =
            List.of("-9223372036854775808", "-3074457345618258603", "3074457345618258602");

    /** Where on the ring a node stands, so that each owns the same share. */
    String token(int node) {
        return hosts.size() == 1 ? "0" : THREE_TOKENS.get(node);
    }
}
