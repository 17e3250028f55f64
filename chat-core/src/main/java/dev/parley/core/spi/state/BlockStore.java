package dev.parley.core.spi.state;

import dev.parley.core.spi.Store;
import dev.parley.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Who blocks whom. Thread-safe.
 *
 * <p>[10] {@code set} twice is like once, and the last one counts. [11] {@code list} is by ascending user id. [12] Blocking
 * is one-sided: a blocking b says nothing about b blocking a.
 */
public interface BlockStore extends Store {

    /**
     * Blocks a user, or lets them through again.
     *
     * @param user who blocks
     * @param other who is blocked
     * @param blocked false to unblock
     * @return completes when that is durable
     */
    CompletionStage<Void> set(UserId user, UserId other, boolean blocked);

    /**
     * Asks whether a user blocks another.
     *
     * @param user who may block
     * @param other who may be blocked
     * @return true when {@code user} blocks {@code other}
     */
    CompletionStage<Boolean> blocks(UserId user, UserId other);

    /**
     * Lists whom a user blocks.
     *
     * @param user who blocks
     * @return the blocked users
     */
    CompletionStage<List<UserId>> list(UserId user);
}
