package dev.parley.core.host;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.view.Presence;

/**
 * Hears what happens on this node. Methods are called on the engine's executor, never on an event loop; entries of one
 * conversation in order of seq, others in no order. They should not block; what they throw goes to the
 * {@link FailureListener}. At most once: a crash may swallow a call, so whoever must not miss an entry reads the log.
 * Thread-safe.
 */
public interface ChatListener {

    /**
     * An entry was stored through this node.
     *
     * @param entry the entry
     */
    default void onEntry(Entry entry) {}

    /**
     * A user's marks grew.
     *
     * @param conversation where
     * @param user whose
     * @param marks the marks now
     */
    default void onMarks(ConversationId conversation, UserId user, Marks marks) {}

    /**
     * A session opened.
     *
     * @param user whose
     * @param device on which device
     */
    default void onSessionOpened(UserId user, DeviceId device) {}

    /**
     * A session closed.
     *
     * @param user whose
     * @param device on which device
     */
    default void onSessionClosed(UserId user, DeviceId device) {}

    /**
     * A user came or went, after the debounce.
     *
     * @param presence the user's presence
     */
    default void onPresence(Presence presence) {}

    /**
     * A device was revoked.
     *
     * @param user whose
     * @param device which
     */
    default void onDeviceRevoked(UserId user, DeviceId device) {}
}
