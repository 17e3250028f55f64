package dev.parley.protocol;

import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.NodeAddress;
import dev.parley.view.Presence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says unasked. All kinds are immutable. */
public sealed interface Event {

    /**
     * A new entry. It may arrive more than once, and entries may be missing before it: a client shows it only when its
     * seq is its cursor plus one, skips it when lower, and reads history first when higher (G6, G7).
     *
     * @param entry the entry
     */
    record Appended(Entry entry) implements Event {}

    /**
     * One conversation's part of a sync.
     *
     * @param summary its row of the inbox
     * @param page what the client misses of the log, or null when it misses nothing
     * @param limited true when the page does not connect to the client's cursor: drop what is older, or page history
     */
    record Synced(ConversationSummary summary, @Nullable EntryPage page, boolean limited) implements Event {}

    /**
     * The backlog ends here; what follows is live.
     *
     * @param limited true when there are more conversations, which the inbox pages
     */
    record SyncDone(boolean limited) implements Event {}

    /**
     * A row of the inbox is new or changed otherwise than by an entry or receipt.
     *
     * @param summary the row
     */
    record InboxChanged(ConversationSummary summary) implements Event {}

    /**
     * A member's marks grew.
     *
     * @param conversation where
     * @param user whose
     * @param marks the marks; of others, only what they show
     */
    record MarksGrew(ConversationId conversation, UserId user, Marks marks) implements Event {}

    /**
     * A member is typing, or stopped.
     *
     * @param conversation where
     * @param user who
     * @param active false for stopped
     * @param expiresMs after how many milliseconds without another such event the user no longer is
     */
    record TypingChanged(ConversationId conversation, UserId user, boolean active, long expiresMs) implements Event {}

    /**
     * A watched user came or went.
     *
     * @param presence the user's presence
     */
    record PresenceChanged(Presence presence) implements Event {}

    /**
     * The conversation has reached a seq, and the server does not push the entries: read history from the cursor on.
     *
     * @param conversation which
     * @param head the seq
     */
    record Hint(ConversationId conversation, long head) implements Event {}

    /**
     * Something may have happened that was not told: send {@link Command.Sync} with the cursors of now. What a client does
     * otherwise goes on meanwhile.
     */
    record Resync() implements Event {}

    /**
     * The node drains: the connection will close; connect again after a delay.
     *
     * @param reconnectAfterMs the delay in milliseconds, different for each session
     * @param nodes where to connect, best first; empty when the node knows of no other
     */
    record GoingAway(long reconnectAfterMs, List<NodeAddress> nodes) implements Event {
        public GoingAway {
            nodes = List.copyOf(nodes);
        }

        /**
         * Without saying where to.
         *
         * @param reconnectAfterMs the delay
         */
        public GoingAway(long reconnectAfterMs) {
            this(reconnectAfterMs, List.of());
        }
    }

    /** Asks for a {@link Command.Pong}. */
    record Ping() implements Event {}

    /**
     * An event that this version does not know: skipped.
     *
     * @param type its name on the wire
     */
    record Unknown(String type) implements Event {}
}
