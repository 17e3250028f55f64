package dev.parley.core.service;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.protocol.Result;

/**
 * A message on its way into the host's own transaction: the store's adapter appends {@link #append} in it, and after the
 * commit the host calls {@link #committed}. When it does not (a crash), nothing is lost: devices get the message with the
 * next one, or by sync. After a rollback there is nothing to call. Thread-safe.
 */
public interface StagedSend {

    /**
     * What to append.
     *
     * @return the append
     */
    Append append();

    /**
     * Tells what came of it, before the commit.
     *
     * @param result what the store answered
     * @return the ack, to be trusted once the transaction committed
     * @throws dev.parley.protocol.ChatException {@code idempotency_conflict}, or {@code overloaded} when the
     *     conversation changed meanwhile and the host should stage again
     */
    Result.Ack accept(AppendResult result);

    /** The transaction committed: tells everybody. Idempotent. */
    void committed();
}
