package dev.parley.client;

import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.UserId;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.Presence;

/**
 * What a client tells its application. Methods are called one after the other, in the order in which things happened;
 * the client's own state shows the change already. A method must return within milliseconds: as long as it runs, the
 * client neither reads nor answers the server's pings. Hand longer work over to a thread of your own. What a method
 * throws goes to the client's failure listener; the other listeners still hear of it. Confined to the client's one
 * thread: all methods are called there.
 */
public interface ClientListener {

    /**
     * The connection changed.
     *
     * @param state how it stands now
     */
    default void connectionChanged(ConnectionState state) {}

    /**
     * An entry took its place: within one life of the process each exactly once, in the order of its conversation,
     * without a hole (G6, G7). The cursor is written after this returned, so that an entry may come again after the
     * process was killed in between, and never gets lost.
     *
     * @param conversation where
     * @param item a message, or what else happened
     * @param live false when it is part of catching up
     */
    default void entry(ConversationId conversation, EntryPage.Item item, boolean live) {}

    /**
     * A message that the client holds was edited, deleted or reacted to.
     *
     * @param conversation where
     * @param message what it is now
     */
    default void messageChanged(ConversationId conversation, Message message) {}

    /**
     * More was missed than the server sends at once: what the timeline held before was dropped, and it starts anew
     * with what follows. {@link Messages#loadOlder} reads the rest.
     *
     * @param conversation where
     */
    default void timelineReset(ConversationId conversation) {}

    /**
     * A row of the inbox is new or changed: its last message, unread count, title, settings, one's role.
     *
     * @param conversation the row
     */
    default void conversationChanged(ConversationSummary conversation) {}

    /**
     * Somebody received or read further.
     *
     * @param conversation where
     * @param user who; oneself when another device of one's own did
     * @param marks how far
     */
    default void marksChanged(ConversationId conversation, UserId user, Marks marks) {}

    /**
     * Somebody is typing, or no longer is. At most once, and taken back by itself.
     *
     * @param conversation where
     * @param user who
     * @param active false for no longer
     */
    default void typing(ConversationId conversation, UserId user, boolean active) {}

    /**
     * A watched user came or went.
     *
     * @param presence the user's presence
     */
    default void presence(Presence presence) {}

    /** The client has caught up. Called once for each connection. */
    default void synced() {}

    /**
     * It is known what became of a write.
     *
     * @param sending the write
     * @param outcome what became of it
     */
    default void sent(Sending sending, Outcome outcome) {}
}
