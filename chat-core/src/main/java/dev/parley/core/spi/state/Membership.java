package dev.parley.core.spi.state;

import dev.parley.model.ConversationId;
import dev.parley.model.Role;
import dev.parley.model.UserId;

/**
 * One stay of a user in a conversation, as an interval of seqs: joining again makes a second one. Immutable.
 *
 * @param conversation where
 * @param user who
 * @param since the seq of the entry that made the user a member; with conversation and user the key
 * @param from the lowest seq that the user may see through this stay
 * @param to the lowest seq that the user may no longer see, or {@link #OPEN}
 * @param role the role; the last one held, when the stay is over
 * @param stateSeq the seq of the entry that this row was last changed by
 */
public record Membership(
        ConversationId conversation, UserId user, long since, long from, long to, Role role, long stateSeq) {

    /** The end of a stay that has not ended. */
    public static final long OPEN = Long.MAX_VALUE;

    /**
     * Tells whether the user is a member now.
     *
     * @return true when the stay has not ended
     */
    public boolean open() {
        return to == OPEN;
    }

    /**
     * Tells whether this stay lets the user see an entry.
     *
     * @param seq the entry's seq
     * @return true when it lies in the interval
     */
    public boolean covers(long seq) {
        return seq >= from && seq < to;
    }
}
