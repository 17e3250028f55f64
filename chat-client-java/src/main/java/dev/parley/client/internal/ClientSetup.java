package dev.parley.client.internal;

import dev.parley.client.ClientListener;
import dev.parley.client.ClientOptions;
import dev.parley.client.internal.session.SessionOptions;
import dev.parley.client.store.ClientStore;
import dev.parley.client.store.StoredState;
import dev.parley.client.transport.ClientTransport;
import java.util.List;

/**
 * What a client is made of. Immutable.
 *
 * @param session whom it connects to, as whom
 * @param options what it may be told to do otherwise
 * @param transport makes connections
 * @param store keeps what must be kept; open
 * @param stored what the store held when it was opened
 * @param listeners hear of everything from the start
 */
public record ClientSetup(
        SessionOptions session,
        ClientOptions options,
        ClientTransport transport,
        ClientStore store,
        StoredState stored,
        List<ClientListener> listeners) {}
