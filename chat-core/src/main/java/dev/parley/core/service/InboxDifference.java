package dev.parley.core.service;

import dev.parley.model.ConversationId;
import dev.parley.model.UserId;

/**
 * A row of an inbox that is not where the log says. Immutable.
 *
 * @param conversation which conversation's row
 * @param user whose inbox
 * @param kind what is wrong
 * @param stored the seq that the stored row is at, 0 when there is none
 * @param expected the lowest seq that it has to be at, 0 when there need be none
 */
public record InboxDifference(ConversationId conversation, UserId user, Kind kind, long stored, long expected) {

    /** What is wrong with a row. Immutable. */
    public enum Kind {
        /** There is none: the user does not see the conversation. */
        MISSING,

        /** It is at an entry before the one that moved it last: the conversation is too far down, or looks read. */
        TOO_LOW,

        /** It is beyond the log, or at an entry that does not move this user's row: after they left, or no message. */
        TOO_HIGH,

        /** It is at the right entry, with the id of another: the conversation is at a wrong place. */
        OTHER_ID
    }

    /**
     * Tells whether moving the row up corrects it, as a repair does.
     *
     * @return true when it is missing or too low; rows are never lowered
     */
    public boolean repairable() {
        return kind == Kind.MISSING || kind == Kind.TOO_LOW;
    }
}
