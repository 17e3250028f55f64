package dev.parley.transport.websocket.http;

import java.util.concurrent.CompletionStage;

/**
 * Answers requests of one route. Thread-safe; called on one of the server's handler threads, never on an event loop, so
 * it may block. Requests of one connection come one at a time.
 */
@FunctionalInterface
public interface HttpHandler {

    /**
     * Answers a request.
     *
     * @param call the request
     * @return the answer; a {@link dev.parley.protocol.ChatException} is answered as the chat's own API answers it, any
     *     other failure with 500 and a line in the log
     */
    CompletionStage<HttpReply> handle(HttpCall call);
}
