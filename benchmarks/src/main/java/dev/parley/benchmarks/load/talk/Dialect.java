package dev.parley.benchmarks.load.talk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How clients of one kind of server talk. Confined to one event loop of the load generator. */
public interface Dialect {

    /** What a user asks for when the WebSocket is opened. */
    Handshake handshake(int user);

    /**
     * One connection's side of it.
     *
     * @param client the connection
     */
    Talk talk(Client client);

    /**
     * The request that opens a WebSocket. Immutable.
     *
     * @param path what stands behind GET
     * @param subprotocol the one subprotocol to offer, or null
     * @param headers further headers
     */
    record Handshake(String path, @Nullable String subprotocol, Map<String, String> headers) {

        /** Nothing but a path. */
        public static Handshake of(String path) {
            return new Handshake(path, null, Map.of());
        }
    }
}
