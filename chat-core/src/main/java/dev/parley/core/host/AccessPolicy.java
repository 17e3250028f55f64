package dev.parley.core.host;

import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The host's rules on who may do what, asked after the engine's own (membership, roles, blocks) allowed it. There is no
 * default: whoever wants none says {@link #allowAll()}. Thread-safe; called on any thread that the engine runs on, those
 * of connections among them, and does not block.
 */
@FunctionalInterface
public interface AccessPolicy {

    /** What somebody wants to do. Immutable. */
    enum Action {
        /** Send a direct message to a user, or open the conversation for it. */
        WRITE_TO_USER,

        /** Make a group. */
        CREATE_GROUP,

        /** Make a channel. */
        CREATE_CHANNEL,

        /** Add a user to a group or channel. */
        ADD_MEMBER,

        /** Post, edit or react in a conversation. */
        WRITE,

        /** See whether a user is there. */
        SEE_PRESENCE
    }

    /**
     * A wish. Immutable.
     *
     * @param actor who wants it
     * @param action what
     * @param conversation where, or null when there is none yet
     * @param other the user whom it concerns, or null
     */
    record Wish(
            UserId actor,
            Action action,
            @Nullable ConversationId conversation,
            @Nullable UserId other) {}

    /**
     * Decides.
     *
     * @param wish what somebody wants to do
     * @return true to allow it; a failed stage refuses
     */
    CompletionStage<Boolean> allows(Wish wish);

    /**
     * Allows everything that the engine's own rules allow.
     *
     * @return the policy
     */
    static AccessPolicy allowAll() {
        return wish -> CompletableFuture.completedFuture(true);
    }
}
