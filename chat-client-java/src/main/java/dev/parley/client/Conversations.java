package dev.parley.client;

import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.UserId;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.MemberMarks;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The conversations of the user. Where a stage is returned it completes on the client's thread; it fails with
 * {@link dev.parley.protocol.ChatException}: with the server's code, or {@code outcome_unknown} when no answer came in
 * time. Thread-safe.
 */
public interface Conversations {

    /**
     * The conversations that the client knows, without asking the server.
     *
     * @return rows of the inbox: pinned ones first, then newest first
     */
    List<ConversationSummary> list();

    /**
     * One conversation that the client knows.
     *
     * @param conversation which
     * @return its row, or empty
     */
    Optional<ConversationSummary> find(ConversationId conversation);

    /**
     * Reads the inbox from the server, page by page, also what the client does not know yet.
     *
     * @param cursor the previous page's {@code next}, or empty for the first page
     * @param limit the most rows, 1 to 200
     * @return the page
     */
    CompletionStage<Result.InboxPage> page(Optional<String> cursor, int limit);

    /**
     * Makes a group or channel. Retried with one key until the request's time is up, so that it makes one.
     *
     * @param kind group or channel
     * @param title the title
     * @param history what later members see of the past
     * @param members further members
     * @return its row
     */
    CompletionStage<ConversationSummary> create(
            ConversationKind kind, String title, HistoryPolicy history, List<MemberSpec> members);

    /**
     * Makes the direct conversation with a user if there is none.
     *
     * @param user the other user
     * @return its row
     */
    CompletionStage<ConversationSummary> openDirect(UserId user);

    /**
     * Renames a group or channel.
     *
     * @param conversation which
     * @param title the new title
     * @return the write
     */
    Sending rename(ConversationId conversation, String title);

    /**
     * Mutes or pins a conversation, for oneself.
     *
     * @param conversation which
     * @param settings the new settings
     * @return completes when done
     */
    CompletionStage<Void> configure(ConversationId conversation, ConversationSettings settings);

    /**
     * Says that the user has read up to a message. Never lost: it is kept and said again until the server knows.
     *
     * @param conversation where
     * @param seq the message's seq
     * @param hidden true to keep it from the others
     */
    void markRead(ConversationId conversation, long seq, boolean hidden);

    /**
     * How far every member is; in conversations with at most as many members as the server's fan-out limit.
     *
     * @param conversation where
     * @return the marks
     */
    CompletionStage<List<MemberMarks>> marks(ConversationId conversation);

    /**
     * Counts what is unread in all conversations, also those that the client does not know.
     *
     * @return the counts
     */
    CompletionStage<Result.UnreadIs> unread();

    /**
     * Says that the user is typing, or stopped. May be called at every key: it is sent every 4 s at most.
     *
     * @param conversation where
     * @param active false for stopped
     */
    void typing(ConversationId conversation, boolean active);
}
