package dev.parley.core.spi.state;

import dev.parley.core.spi.Store;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.view.ConversationSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One row for each (user, conversation). It can be derived again from the logs. Thread-safe.
 *
 * <p><b>Idempotency.</b> [10] {@code bump} makes the row when there is none (with default settings), and otherwise sets
 * {@code lastSeq} and {@code sortId} when its seq is higher than {@code lastSeq}: bumps may be repeated, late and in any
 * order, and the one with the highest seq decides. Bumps of one row with equal seqs have equal ids.
 *
 * <p><b>Ordering.</b> [20] {@code page} lists pinned rows first, then by descending {@code sortId}, equal ones by
 * ascending conversation id. Ids compare as unsigned 128-bit numbers. [21] Paging with {@code after} = the last row of a page goes on right behind it; rows that
 * move meanwhile may be seen twice or on a later page, others neither twice nor never.
 *
 * <p><b>Reading.</b> [30] A read that starts after a write completed sees it. [31] {@code configure} on a row that does
 * not exist changes nothing. [32] Bumps never change settings, and {@code configure} changes nothing else.
 */
public interface InboxStore extends Store {

    /**
     * Moves rows up.
     *
     * @param bumps which, at most 10,000
     * @return completes when all are durable
     */
    CompletionStage<Void> bump(List<InboxBump> bumps);

    /**
     * Reads a page of a user's inbox.
     *
     * @param user whose
     * @param after the last row of the previous page, or empty for the first
     * @param limit the most rows, 1 or more
     * @return the rows
     */
    CompletionStage<List<InboxRow>> page(UserId user, Optional<InboxRow> after, int limit);

    /**
     * Reads some rows of a user's inbox.
     *
     * @param user whose
     * @param conversations which
     * @return the rows that exist
     */
    CompletionStage<Map<ConversationId, InboxRow>> rows(UserId user, Collection<ConversationId> conversations);

    /**
     * Changes the settings of a row.
     *
     * @param user whose inbox
     * @param conversation which row
     * @param settings the new settings
     * @return completes when they are durable
     */
    CompletionStage<Void> configure(UserId user, ConversationId conversation, ConversationSettings settings);
}
