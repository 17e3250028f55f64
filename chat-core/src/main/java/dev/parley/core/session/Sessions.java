package dev.parley.core.session;

/** Where transports bring their connections. Thread-safe. */
public interface Sessions {

    /**
     * Opens a session. It closes the connection by itself when no {@code hello} comes in time, counted from
     * {@code acceptedAtMillis}.
     *
     * @param connection the connection
     * @param acceptedAtMillis when the transport accepted it, in milliseconds of the runtime's clock
     * @return the session, to be called on the connection's executor only
     */
    Session open(SessionConnection connection, long acceptedAtMillis);

    /**
     * How many sessions are open on this node.
     *
     * @return sessions that said hello
     */
    int count();
}
