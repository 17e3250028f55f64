package dev.parley.core.spi.log;

import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.Store;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.view.Unread;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The conversations' logs: the one primitive that everything durable rests on. Thread-safe.
 *
 * <p><b>Ordering.</b> [10] The first entry of a log has seq 1, each further one the next integer: no hole, no repetition,
 * whatever failed in between. [11] The entries of one {@link Append} get adjacent seqs, in their order. [12] Appends to
 * one conversation within a batch take effect in the batch's order. [13] An entry that a read returned is never replaced:
 * the same seq always holds the same entry. [14] When a read returns seq n, every later read can return 1 to n.
 *
 * <p><b>Atomicity.</b> [20] Each {@link Append} happens whole or not at all, its expectation judged in the same step.
 * [21] Different appends of a batch may be committed together, but one that is refused does not take others with it.
 * [22] When {@code append} completes normally, what it appended is durable as {@link Store#durability} says, and every
 * read that starts later sees it. [23] Where {@link #movesRows} says so, an append moves the inbox rows of its
 * {@link Append#rows} up to its last entry in the same step, as {@link dev.parley.core.spi.state.InboxStore#bump} would.
 * [24] An append that appends nothing moves no row.
 *
 * <p><b>Idempotency.</b> [30] An append whose last entry's (sender, key) the conversation's log holds already appends
 * nothing: it is a {@link AppendResult.Duplicate} with the stored entry when the fingerprints are equal, otherwise
 * {@link AppendResult.KeyReused}. [31] That is judged before the expectation, so a retry gets its answer even when the
 * head has moved. [32] It holds for any number of identical appends at once, on any node, after restarts, and for two in
 * one batch. [33] Equal keys of different senders, or in different conversations, have nothing to do with each other.
 * [34] When the log holds the (sender, key) of an entry other than the last, but not the last one's, the append is a
 * {@link AppendResult.Conflict}.
 *
 * <p><b>Expectation.</b> [40] {@link Expectation#head} and {@link Expectation#state} that do not hold make a
 * {@link AppendResult.Conflict} with the actual head. [41] The {@code stateSeq} of the head is the seq of the newest
 * entry whose body {@link dev.parley.model.EntryBody#changesConversation changes the conversation}, 0 when there is none.
 *
 * <p><b>Reading.</b> [50] Reads return entries byte for byte as appended, of every content. [51] A conversation that
 * nobody wrote to has head 0 and no entries; asking for it is no error. [52] {@code modifications} returns exactly the
 * entries whose target is asked for. [53] {@code unread} counts messages of others in the range that are not deleted by
 * an entry of the log, up to the cap; mentions are those of the message as it was posted. Where counting reached the
 * cap, {@code capped} is true. [54] {@code read} of several stretches answers for each what {@code read} of it alone would,
 * in their order, also when some are equal, overlap or lie in logs that nobody wrote to. [55] {@code modifications} of
 * several conversations judges each by its own targets.
 *
 * <p><b>Listing.</b> [56] Who follows {@code conversations} from the first page to the one without a next is named every
 * conversation whose log had an entry when the first page was asked for, at least once, whatever is appended meanwhile.
 * [57] A conversation may be named more than once, one whose log has no entry may be named, and a page may have fewer than
 * were asked for, or none, and not be the last. [58] A cursor means the same at every node and after a restart; what is no
 * cursor of the store's fails with {@code invalid_cursor}.
 *
 * <p><b>Failure.</b> [60] A failed {@code append} stage speaks for the whole batch: {@code store_unavailable} and
 * {@code overloaded} mean none of it was stored, {@code outcome_unknown} that any of it may have been; the caller
 * then appends the same again, and rule 30 tells.
 *
 * <p><b>Hints.</b> [70] {@code reaches} changes no answer, even when what it says is wrong.
 */
public interface LogStore extends Store {

    /**
     * Appends to logs.
     *
     * @param batch 1 or more appends
     * @return one result for each append, in the batch's order
     */
    CompletionStage<List<AppendResult>> append(List<Append> batch);

    /**
     * Tells whether appends move inbox rows, those of the {@link dev.parley.core.spi.state.InboxStore} with an equal
     * {@link #database}: one commit then does for a message what takes two otherwise.
     *
     * @return false unless rules 23 and 24 hold; then {@link Append#rows} is always empty
     */
    default boolean movesRows() {
        return false;
    }

    /**
     * Reads the heads of some logs.
     *
     * @param conversations which
     * @return the head of every conversation asked for, {@link LogHead#EMPTY} where there is none
     */
    CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations);

    /**
     * Reads a stretch of a log.
     *
     * @param conversation whose
     * @param from the lowest seq
     * @param to the highest seq
     * @param limit the most entries, 1 or more
     * @param end which end of the range matters when there are more than {@code limit}
     * @return the entries, by ascending seq whatever {@code end} says
     */
    CompletionStage<List<Entry>> read(ConversationId conversation, long from, long to, int limit, RangeEnd end);

    /**
     * Reads stretches of several logs at once: one round trip where the store can, instead of one for each.
     *
     * @param stretches which; their limits add up to at most 1,000 entries
     * @return the entries of each stretch, in the order of the stretches; each by ascending seq
     */
    default CompletionStage<List<List<Entry>>> read(List<Stretch> stretches) {
        return Stages.all(stretches.stream()
                .map(each -> read(each.conversation(), each.from(), each.to(), each.limit(), each.end()))
                .toList());
    }

    /**
     * Reads the edits, deletes and reactions of some messages.
     *
     * @param conversation whose
     * @param targets the seqs of the messages, at most 1,000
     * @return the entries, by ascending seq
     */
    CompletionStage<List<Entry>> modifications(ConversationId conversation, Collection<Long> targets);

    /**
     * Reads the edits, deletes and reactions of messages of several conversations at once.
     *
     * @param targets the seqs of the messages by conversation, at most 1,000 in all
     * @return the entries of every conversation asked for, by ascending seq
     */
    default CompletionStage<Map<ConversationId, List<Entry>>> modifications(
            Map<ConversationId, ? extends Collection<Long>> targets) {
        return Stages.each(targets, this::modifications);
    }

    /**
     * Finds the entry that was made under a key.
     *
     * @param conversation where
     * @param sender who
     * @param key the idempotency key
     * @return the entry, or empty
     */
    CompletionStage<Optional<Entry>> find(ConversationId conversation, UserId sender, String key);

    /**
     * Lists the conversations that have a log, in an order of the store's own: for jobs that look at all of them.
     *
     * @param cursor where to begin, as the page before said; empty for the first page
     * @param limit the most conversations of the page, 1 or more
     * @return the page; fails with {@code invalid_cursor}
     */
    CompletionStage<ConversationPage> conversations(Optional<String> cursor, int limit);

    /**
     * Counts what a user has not read.
     *
     * @param user who; the user's own messages do not count
     * @param ranges what to count
     * @return one count for each range, in order
     */
    CompletionStage<List<Unread>> unread(UserId user, List<UnreadRange> ranges);

    /**
     * Hears that a log reaches a seq, from who read it elsewhere, such as in a cache: whatever this store remembers of where
     * that log ends is outdated if it ends before. A store that remembers nothing need not listen. Does not block.
     *
     * @param conversation whose log
     * @param seq 1 or more; may be wrong
     */
    default void reaches(ConversationId conversation, long seq) {}
}
