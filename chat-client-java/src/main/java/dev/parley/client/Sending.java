package dev.parley.client;

import dev.parley.protocol.Command;
import java.util.concurrent.CompletionStage;

/**
 * A write on its way. It is sent again with the same key, across reconnects and restarts, until the server has said
 * what became of it; writes to one conversation keep their order (G5). Thread-safe.
 */
public interface Sending {

    /** Where a write is. */
    enum State {
        /** Not in the client's store yet: it would not survive the process. */
        ACCEPTING,

        /** In the outbox, and surely not in the server's store. */
        QUEUED,

        /** Sent, and the server has not said what became of it; being retried. */
        UNKNOWN,

        /** In the server's store. */
        ACKED,

        /** Refused: not stored, and never will be. */
        REJECTED
    }

    /**
     * The idempotency key.
     *
     * @return unique per write; the entry that comes back carries it
     */
    String key();

    /**
     * What was asked for.
     *
     * @return the command
     */
    Command command();

    /**
     * Where it is now.
     *
     * @return the state
     */
    State state();

    /**
     * Completes, on the client's thread, once the write is in the client's store and survives the process (G19).
     *
     * @return a stage that fails with {@link dev.parley.protocol.ChatException}: {@code store_unavailable} when the
     *     client's store could not take it, {@code limit_exceeded} when the outbox is full or the write is too large for
     *     a frame; it is then not sent
     */
    CompletionStage<Void> accepted();

    /**
     * Completes, on the client's thread, once it is known what became of it. That can take as long as the client is
     * offline.
     *
     * @return {@link Outcome.Acked} or {@link Outcome.Rejected}; fails with {@link dev.parley.protocol.ChatException}:
     *     as {@link #accepted} when it was not accepted, {@code shutting_down} when the client is closed first (the write
     *     stays in the outbox and goes on when the client is opened again), {@code outcome_unknown} when the device was
     *     revoked first and the outbox with it forgotten
     */
    CompletionStage<Outcome> outcome();
}
