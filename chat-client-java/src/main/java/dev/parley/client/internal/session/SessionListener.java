package dev.parley.client.internal.session;

import dev.parley.client.ConnectionState;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;

/** Hears of a session. Confined to the client's thread. */
public interface SessionListener {

    /**
     * The state changed.
     *
     * @param state what it is now
     */
    void changed(ConnectionState state);

    /**
     * Signed in; now is the time to sync.
     *
     * @param welcome what the server said
     */
    void welcomed(Result.Welcome welcome);

    /**
     * Something happened.
     *
     * @param event what
     */
    void happened(Event event);

    /** The connection is gone, and all its requests were told that they have no answer. */
    void lost();
}
