package dev.parley.core.service;

import dev.parley.core.Actor;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.Unread;
import java.util.concurrent.CompletionStage;

/**
 * Makes conversations, changes their members, and lists them as a user's inbox. A conversation that the actor cannot see
 * and one that does not exist answer alike: {@code not_found} (G11). Thread-safe; nothing blocks.
 */
public interface Conversations {

    /**
     * Makes a group or channel, with the actor as its owner.
     *
     * @param actor who
     * @param create what
     * @return its row in the actor's inbox; fails with {@code limit_exceeded}, {@code forbidden}, {@code
     *     idempotency_conflict}
     */
    CompletionStage<ConversationSummary> create(Actor actor, Command.Create create);

    /**
     * Makes the direct conversation of the actor and a user, or finds it.
     *
     * @param actor who
     * @param other the other user
     * @return its row; fails with {@code forbidden}
     */
    CompletionStage<ConversationSummary> openDirect(Actor actor, UserId other);

    /**
     * Reads one row of the actor's inbox.
     *
     * @param actor who
     * @param conversation which
     * @return the row; fails with {@code not_found}
     */
    CompletionStage<ConversationSummary> show(Actor actor, ConversationId conversation);

    /**
     * Renames.
     *
     * @param actor an owner or admin
     * @param rename what
     * @return the ack; fails with {@code forbidden}, {@code limit_exceeded}
     */
    CompletionStage<Result.Ack> rename(Actor actor, Command.Rename rename);

    /**
     * Adds members.
     *
     * @param actor an owner or admin
     * @param add whom
     * @return the ack; fails with {@code forbidden}, {@code limit_exceeded}
     */
    CompletionStage<Result.Ack> addMembers(Actor actor, Command.AddMembers add);

    /**
     * Removes a member, or leaves.
     *
     * @param actor an owner or admin, or the user
     * @param remove whom
     * @return the ack; fails with {@code forbidden}, {@code owner_required}
     */
    CompletionStage<Result.Ack> removeMember(Actor actor, Command.RemoveMember remove);

    /**
     * Gives a member another role.
     *
     * @param actor an owner
     * @param change which
     * @return the ack; fails with {@code forbidden}, {@code owner_required}
     */
    CompletionStage<Result.Ack> changeRole(Actor actor, Command.ChangeRole change);

    /**
     * Lists members.
     *
     * @param actor a member
     * @param list whose
     * @return a page by ascending user id
     */
    CompletionStage<Result.Members> members(Actor actor, Command.ListMembers list);

    /**
     * Mutes or pins, for the actor alone.
     *
     * @param actor who
     * @param conversation which
     * @param settings the new settings
     * @return completes when that is durable
     */
    CompletionStage<Void> configure(Actor actor, ConversationId conversation, ConversationSettings settings);

    /**
     * Reads the actor's inbox, pinned conversations first, then newest first.
     *
     * @param actor whose
     * @param inbox which page
     * @return the page; fails with {@code invalid_cursor}
     */
    CompletionStage<Result.InboxPage> inbox(Actor actor, Command.Inbox inbox);

    /**
     * Counts what the actor has not read, everywhere.
     *
     * @param actor who
     * @return the sum, and over how many conversations
     */
    CompletionStage<Result.UnreadIs> unread(Actor actor);

    /**
     * Counts what the actor has not read in one conversation.
     *
     * @param actor who
     * @param conversation which
     * @return the count
     */
    CompletionStage<Unread> unread(Actor actor, ConversationId conversation);
}
