package dev.parley.client;

import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.view.EntryPage;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Writes and reads messages. Writes go through the outbox: see {@link Sending}. Thread-safe.
 */
public interface Messages {

    /**
     * Posts a message.
     *
     * @param conversation where to
     * @param body the message
     * @return the write
     */
    Sending send(ConversationId conversation, MessageBody body);

    /**
     * Posts a message to a user, which makes the direct conversation if there is none.
     *
     * @param user the user
     * @param body the message
     * @return the write
     */
    Sending sendTo(UserId user, MessageBody body);

    /**
     * Gives one's own message new content.
     *
     * @param conversation where it stands
     * @param target the seq of the message
     * @param body the new content
     * @return the write
     */
    Sending edit(ConversationId conversation, long target, MessageBody body);

    /**
     * Deletes a message for everybody.
     *
     * @param conversation where it stands
     * @param target the seq of the message
     * @return the write
     */
    Sending delete(ConversationId conversation, long target);

    /**
     * Sets a reaction or takes it back.
     *
     * @param conversation where the message stands
     * @param target the seq of the message
     * @param emoji the reaction
     * @param present false to take it back
     * @return the write
     */
    Sending react(ConversationId conversation, long target, String emoji, boolean present);

    /**
     * What was not answered yet, also in earlier lives of the process: in the order of submission.
     *
     * @return the writes
     */
    List<Sending> unsent();

    /**
     * What the client holds of a conversation, without asking the server.
     *
     * @param conversation which
     * @return its timeline; empty when the client holds nothing of it
     */
    Timeline timeline(ConversationId conversation);

    /**
     * Extends the timeline backwards.
     *
     * @param conversation which; one that the client holds nothing of gets its newest entries
     * @param limit the most entries, 1 to 200
     * @return the longer timeline; fails with {@link dev.parley.protocol.ChatException}, for example
     *     {@code outcome_unknown} when no answer came in time
     */
    CompletionStage<Timeline> loadOlder(ConversationId conversation, int limit);

    /**
     * Reads any stretch of a log from the server, for example around a message to jump to. The timeline stays as it is.
     *
     * @param query which stretch
     * @return the page; fails as {@link #loadOlder}
     */
    CompletionStage<EntryPage> history(Command.History query);
}
