package dev.parley.client.internal.session;

import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;

/** Hears what became of one request: exactly one of its methods is called, once. Confined to the client's thread. */
public interface Reply {

    /**
     * The server did it.
     *
     * @param result what came of it
     */
    void done(Result result);

    /**
     * The server did not do it.
     *
     * @param error why
     */
    void failed(WireError error);

    /** No answer in time, or the connection ended before: nobody knows. */
    void unanswered();
}
