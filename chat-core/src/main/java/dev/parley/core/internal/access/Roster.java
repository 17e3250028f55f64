package dev.parley.core.internal.access;

import dev.parley.core.spi.state.Membership;
import dev.parley.model.UserId;
import dev.parley.model.internal.Copies;
import dev.parley.view.Conversation;
import java.util.Map;

/**
 * A conversation and its members as of its {@code stateSeq}. Immutable.
 *
 * @param conversation the conversation
 * @param members the open stays by user; empty when there are too many to keep in memory
 * @param complete false when {@code members} was left empty for that reason
 */
public record Roster(Conversation conversation, Map<UserId, Membership> members, boolean complete) {

    /** Copies the map. */
    public Roster {
        members = Copies.of(members);
    }

    /** The seq of the newest structural entry that this roster includes. */
    public long stateSeq() {
        return conversation.stateSeq();
    }
}
