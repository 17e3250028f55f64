package dev.parley.client;

import dev.parley.protocol.Result;

/** What a write came to, once that is known for certain. All kinds are immutable. */
public sealed interface Outcome {

    /**
     * It is in the server's store (G1).
     *
     * @param ack where, and since when
     */
    record Acked(Result.Ack ack) implements Outcome {}

    /**
     * It was not stored and never will be.
     *
     * @param code an {@link dev.parley.protocol.ErrorCode#wireName}, or a code of the host's own
     * @param message for a developer
     */
    record Rejected(String code, String message) implements Outcome {}
}
