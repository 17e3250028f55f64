package dev.parley.core.spi;

import java.util.concurrent.CompletionStage;

/**
 * What every durable store has in common. Thread-safe.
 *
 * <p><b>Threading.</b> [1] No method blocks its caller. [2] Stages complete on the store's own threads; the engine moves
 * on to its own before it does anything long.
 *
 * <p><b>Failure.</b> [3] A stage fails with {@link dev.parley.protocol.ChatException} only: {@code store_unavailable}
 * when surely nothing was changed, {@code outcome_unknown} when a change may or may not have happened,
 * {@code overloaded} when the store has no room for the request (nothing was changed). [4] A failed call leaves the
 * store usable: when what it depends on comes back, so does the store, without a restart.
 */
public interface Store {

    /**
     * Says what surviving an acknowledged write means here, for the line that a server prints at its start.
     *
     * @return for example {@code "H2 file, synced at every commit"}
     */
    String durability();

    /**
     * Names what the store keeps its data in: of stores that name equal things, one may change the data of another in the
     * same step.
     *
     * @return anything with {@code equals}; the store itself, unless it shares its database with other stores
     */
    default Object database() {
        return this;
    }

    /**
     * Checks that the store answers.
     *
     * @return completes normally when it does; fails as rule 3 says
     */
    CompletionStage<Void> check();
}
