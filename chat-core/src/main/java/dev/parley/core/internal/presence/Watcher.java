package dev.parley.core.internal.presence;

import dev.parley.core.internal.fanout.Delivery;

/** Somebody who watches the presence of others: a session. Compared by identity. Thread-safe; does not block. */
public interface Watcher {

    /**
     * A watched user came or went.
     *
     * @param delivery the event
     */
    void deliver(Delivery delivery);
}
