package dev.parley.client;

import dev.parley.model.ConversationId;
import dev.parley.model.MemberSpec;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Result;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The members of groups and channels. Thread-safe. */
public interface Members {

    /**
     * Lists members by ascending user id.
     *
     * @param conversation whose
     * @param after the last user of the previous page, or empty for the first page
     * @param limit the most members, 1 to 200
     * @return the page; fails as the stages of {@link Conversations}
     */
    CompletionStage<Result.Members> list(ConversationId conversation, Optional<UserId> after, int limit);

    /**
     * Adds members.
     *
     * @param conversation where to
     * @param members who, in what role
     * @return the write
     */
    Sending add(ConversationId conversation, List<MemberSpec> members);

    /**
     * Removes a member, or leaves.
     *
     * @param conversation where from
     * @param user who; oneself means leaving
     * @return the write
     */
    Sending remove(ConversationId conversation, UserId user);

    /**
     * Gives a member another role.
     *
     * @param conversation where
     * @param user the member
     * @param role the new role
     * @return the write
     */
    Sending changeRole(ConversationId conversation, UserId user, Role role);
}
