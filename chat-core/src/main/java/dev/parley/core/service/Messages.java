package dev.parley.core.service;

import dev.parley.core.Actor;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import java.util.concurrent.CompletionStage;

/**
 * Sends and reads messages. An ack means that the entry is in the store (G1); the same key with the same content gives
 * the same ack (G3). Sends that one caller makes one after the other to one conversation keep their order (G5).
 * Thread-safe; nothing blocks.
 */
public interface Messages {

    /**
     * Posts a message.
     *
     * @param actor who
     * @param conversation where to
     * @param key the idempotency key, 1 to 64 characters
     * @param body the message
     * @return the ack; fails with {@code not_found} when the actor is no member, {@code idempotency_conflict}, {@code
     *     forbidden}, {@code limit_exceeded}, {@code rate_limited}, a host's own code, or a retryable code
     */
    CompletionStage<Result.Ack> send(Actor actor, ConversationId conversation, String key, MessageBody body);

    /**
     * Posts a message to a user, making the direct conversation when there is none.
     *
     * @param actor who
     * @param to the user
     * @param key the idempotency key
     * @param body the message
     * @return the ack; fails as {@link #send}
     */
    CompletionStage<Result.Ack> sendTo(Actor actor, UserId to, String key, MessageBody body);

    /**
     * Gives a message new content.
     *
     * @param actor its sender
     * @param edit what
     * @return the ack; fails with {@code invalid_reference}, {@code gone}, {@code forbidden}, or as {@link #send}
     */
    CompletionStage<Result.Ack> edit(Actor actor, Command.Edit edit);

    /**
     * Deletes a message for everybody; once acked, no read returns its content (G20).
     *
     * @param actor its sender, or an owner or admin of the group
     * @param delete what
     * @return the ack; fails with {@code invalid_reference}, {@code forbidden}, or as {@link #send}
     */
    CompletionStage<Result.Ack> delete(Actor actor, Command.Delete delete);

    /**
     * Sets a reaction or takes it back.
     *
     * @param actor who
     * @param react what
     * @return the ack; fails with {@code invalid_reference}, {@code gone}, {@code limit_exceeded}, or as {@link #send}
     */
    CompletionStage<Result.Ack> react(Actor actor, Command.React react);

    /**
     * Reads a stretch of the log, as far as the actor may see it.
     *
     * @param actor who
     * @param history what
     * @return the page; fails with {@code not_found} or {@code invalid_seq}
     */
    CompletionStage<EntryPage> history(Actor actor, Command.History history);

    /**
     * Prepares a message that the host's own transaction will store: everything is checked, nothing is written.
     *
     * @param actor who
     * @param conversation where to; it exists
     * @param key the idempotency key
     * @param body the message
     * @return what to hand to the store; fails as {@link #send}
     */
    CompletionStage<StagedSend> stage(Actor actor, ConversationId conversation, String key, MessageBody body);
}
