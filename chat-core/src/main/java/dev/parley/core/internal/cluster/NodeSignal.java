package dev.parley.core.internal.cluster;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.time.Instant;
import java.util.List;

/** What one node tells the others. All kinds are immutable. */
public sealed interface NodeSignal {

    /**
     * A conversation has reached a seq.
     *
     * @param conversation which
     * @param head the seq
     * @param stateSeq the seq of its newest structural entry, so that cached members are dropped when older
     */
    record Moved(ConversationId conversation, long head, long stateSeq) implements NodeSignal {}

    /**
     * A member's marks grew.
     *
     * @param conversation where
     * @param user whose
     * @param marks the marks
     */
    record Marked(ConversationId conversation, UserId user, Marks marks) implements NodeSignal {}

    /**
     * A user's inbox row changed otherwise: settings, or access to the conversation.
     *
     * @param user whose
     * @param conversation which
     */
    record InboxTouched(UserId user, ConversationId conversation) implements NodeSignal {}

    /**
     * A member is typing, or stopped.
     *
     * @param conversation where
     * @param user who
     * @param active false for stopped
     */
    record Typed(ConversationId conversation, UserId user, boolean active) implements NodeSignal {}

    /**
     * A user came or went.
     *
     * @param presence the user's presence
     */
    record CameOrWent(Presence presence) implements NodeSignal {}

    /**
     * A device was revoked: its sessions end.
     *
     * @param user whose device
     * @param device which
     */
    record DeviceRevoked(UserId user, DeviceId device) implements NodeSignal {}

    /**
     * A device connected: its older sessions end.
     *
     * @param user whose device
     * @param device which
     * @param registered its {@code lastSeenAt} as the store has it since that registration: a session that registered
     *     earlier is older
     */
    record DeviceConnected(UserId user, DeviceId device, Instant registered) implements NodeSignal {}

    /**
     * A user left the sender and is on another node.
     *
     * @param user who
     */
    record Left(UserId user) implements NodeSignal {}

    /**
     * The sender does not know who is on the receiver, and may not have told it of what concerns those who came lately.
     *
     * @param ask its number, which the parts of the answer carry
     */
    record RollAsked(long ask) implements NodeSignal {}

    /**
     * Part of the answer to {@link RollAsked}.
     *
     * @param ask the number of the question
     * @param users some of those who are on the sender, at most {@link RollCalls#PART}
     * @param last whether those were all
     */
    record RollPart(long ask, List<UserId> users, boolean last) implements NodeSignal {

        /** Keeps a copy. */
        public RollPart {
            users = List.copyOf(users);
        }
    }

    /**
     * The sender told of something that concerns a user, and did not know that they are on the receiver.
     *
     * @param user who has to look for it
     */
    record Overlooked(UserId user) implements NodeSignal {}

    /** The directory had lost the sender, who has entered all its users once more: where users are is asked for anew. */
    record EnteredAll() implements NodeSignal {}
}
