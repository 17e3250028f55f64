package dev.parley.transport.websocket.options;

import dev.parley.model.internal.Checks;
import dev.parley.model.internal.Copies;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * All settings of the transport. Immutable.
 *
 * @param origins which web pages may connect, each as a browser sends it in {@code Origin}: {@code https://chat.example}.
 *     None is allowed unless it is listed, the server's own included. Clients that are no browsers send no origin, and
 *     this does not concern them
 * @param connections how many connections, how fast they must get going, how much may pile up on one
 * @param http how large and how slow requests may be
 * @param webSocket how large messages may be
 * @param poll times and sizes of long-polling
 */
public record ServerOptions(
        Set<String> origins,
        ConnectionOptions connections,
        HttpOptions http,
        WebSocketOptions webSocket,
        PollOptions poll) {

    /** No origin, and the defaults of every part. */
    public static final ServerOptions DEFAULT = new ServerOptions(
            Set.of(), ConnectionOptions.DEFAULT, HttpOptions.DEFAULT, WebSocketOptions.DEFAULT, PollOptions.DEFAULT);

    public ServerOptions {
        Checks.given("origins", origins);
        Checks.given("connections", connections);
        Checks.given("http", http);
        Checks.given("webSocket", webSocket);
        Checks.given("poll", poll);
        origins = Copies.of(origins);
        origins.forEach(ServerOptions::checkOrigin);
    }

    /**
     * The same with other origins.
     *
     * @param allowed scheme, host and port (unless it is the scheme's own), lower-case, without a path
     * @return the options
     */
    public ServerOptions withOrigins(String... allowed) {
        return new ServerOptions(new LinkedHashSet<>(Arrays.asList(allowed)), connections, http, webSocket, poll);
    }

    /**
     * The same with other connection limits.
     *
     * @param other the limits
     * @return the options
     */
    public ServerOptions with(ConnectionOptions other) {
        return new ServerOptions(origins, other, http, webSocket, poll);
    }

    /**
     * The same with other limits of requests.
     *
     * @param other the limits
     * @return the options
     */
    public ServerOptions with(HttpOptions other) {
        return new ServerOptions(origins, connections, other, webSocket, poll);
    }

    /**
     * The same with other limits of messages.
     *
     * @param other the limits
     * @return the options
     */
    public ServerOptions with(WebSocketOptions other) {
        return new ServerOptions(origins, connections, http, other, poll);
    }

    /**
     * The same with other times and sizes of long-polling.
     *
     * @param other the options
     * @return the options
     */
    public ServerOptions with(PollOptions other) {
        return new ServerOptions(origins, connections, http, webSocket, other);
    }

    private static void checkOrigin(String origin) {
        URI uri = URI.create(origin);
        boolean bare = uri.getScheme() != null
                && uri.getRawAuthority() != null
                && origin.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        if (!bare) {
            throw Checks.refused("origin", origin, "scheme://host or scheme://host:port");
        }
    }
}
