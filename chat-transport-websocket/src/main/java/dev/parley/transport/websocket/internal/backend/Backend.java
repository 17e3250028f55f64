package dev.parley.transport.websocket.internal.backend;

import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where clients' messages and requests go. Thread-safe. */
public interface Backend {

    /**
     * Tells whether a new connection would be taken.
     *
     * @return false when nobody is there to serve it
     */
    boolean available();

    /**
     * Takes a connection.
     *
     * @param connection the connection
     * @param acceptedAtMillis when it was accepted, in milliseconds since 1970
     * @return where its messages go; to be called on the connection's executor only
     */
    ClientStream open(ClientConnection connection, long acceptedAtMillis);

    /**
     * Answers a request of the HTTP API.
     *
     * @param call the request
     * @param path what its path has below {@code /v1/}, each part decoded by itself; one part at least
     * @return the answer; may throw ChatException
     */
    CompletionStage<HttpReply> answer(HttpCall call, List<String> path);
}
