package dev.parley.model;

import java.time.Instant;
import java.util.UUID;

/**
 * One row of a conversation's log. Immutable.
 *
 * @param conversation the conversation
 * @param seq the place in the log: dense, from 1, the order that everybody sees
 * @param id globally unique and sortable by time (UUIDv7, RFC 9562 section 5.7); never a cursor
 * @param origin who made it
 * @param time the server's time when it was made, in whole milliseconds; for display, not for order
 * @param body what it does
 */
public record Entry(ConversationId conversation, long seq, UUID id, Origin origin, Instant time, EntryBody body) {

    /**
     * The same entry with another body.
     *
     * @param other the body
     * @return the new entry
     */
    public Entry withBody(EntryBody other) {
        return new Entry(conversation, seq, id, origin, time, other);
    }
}
