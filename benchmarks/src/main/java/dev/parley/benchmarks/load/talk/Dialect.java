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

    /** Whoever connects from now on has missed every message so far, and is to catch up with them. */
    default void rewind() {
        throw new UnsupportedOperationException("these clients cannot catch up");
    }

    /**
     * The HTTP request for a page of 50 entries of a user's conversation.
     *
     * @param old whether it should be a page that no cache of recent entries has
     */
    default byte[] pageRequest(int user, boolean old) {
        throw new UnsupportedOperationException("these servers have no history");
    }

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
