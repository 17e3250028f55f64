package dev.parley.client.internal.session;

import dev.parley.view.NodeAddress;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/** Where a session connects to, attempt by attempt. Confined to the client's thread. */
public interface Route {

    /**
     * Finds the address of the next attempt.
     *
     * @param token the user's token
     * @param go hears the address, at once or later
     */
    void next(String token, Consumer<URI> go);

    /** The address was no good, or is no more: the next attempt goes elsewhere if there is an elsewhere. */
    void elsewhere();

    /**
     * The server says where to go.
     *
     * @param nodes best first; empty when it does not say
     */
    void prefer(List<NodeAddress> nodes);

    /**
     * One address for good.
     *
     * @param uri the address
     * @return the route
     */
    static Route fixed(URI uri) {
        return new Route() {
            @Override
            public void next(String token, Consumer<URI> go) {
                go.accept(uri);
            }

            @Override
            public void elsewhere() {}

            @Override
            public void prefer(List<NodeAddress> nodes) {}
        };
    }
}
