package dev.parley.client.transport;

import dev.parley.view.NodeAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Asks a server which nodes of its cluster to connect to: the command {@code nodes} of the HTTP API. Does not block; the
 * stage completes on any thread, and fails when there is no answer within seconds. Thread-safe.
 */
@FunctionalInterface
public interface NodeFinder {

    /**
     * Asks one server.
     *
     * @param server what stands before {@code /v1/} in its HTTP API, without a slash at its end
     * @param token the user's token
     * @return best first; empty when the server names none
     */
    CompletionStage<List<NodeAddress>> find(URI server, String token);
}
