package dev.parley.core.internal.fanout;

import dev.parley.core.session.EncodedFrame;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to sessions: encoded once per encoding. Immutable.
 *
 * @param event the event
 * @param frame its frame, shared by all recipients
 * @param coalescing deliveries with equal keys come to one ({@link #over}) while they wait in a session's queue; null for
 *     those that must not
 */
public record Delivery(
        Event event, EncodedFrame frame, @Nullable Object coalescing) {

    private record Key(Class<?> kind, Object what, @Nullable Object whose) {}

    /**
     * Prepares an event.
     *
     * @param event the event
     * @return the delivery
     */
    public static Delivery of(Event event) {
        return new Delivery(event, new EncodedFrame(new Frame.Pushed(event)), coalescing(event));
    }

    /**
     * The entry's conversation, for an {@link Event.Appended}.
     *
     * @return the conversation, or null for any other event
     */
    public @Nullable ConversationId entryConversation() {
        return event instanceof Event.Appended appended ? appended.entry().conversation() : null;
    }

    /**
     * What this one and an older one with the same key come to: the newer of both, but for what only grows, which may have
     * been heard out of order.
     */
    public Delivery over(Delivery before) {
        if (event instanceof Event.MarksGrew now && before.event instanceof Event.MarksGrew then) {
            Marks both = now.marks().max(then.marks());
            return both.equals(now.marks()) ? this : of(new Event.MarksGrew(now.conversation(), now.user(), both));
        }
        if (event instanceof Event.Hint now && before.event instanceof Event.Hint then) {
            return now.head() >= then.head() ? this : before;
        }
        return this;
    }

    /** Marks only grow, so the highest say it all; of typing, presence and inbox rows only the newest counts. */
    private static @Nullable Object coalescing(Event event) {
        if (event instanceof Event.MarksGrew marks) {
            return new Key(Event.MarksGrew.class, marks.conversation(), marks.user());
        }
        if (event instanceof Event.TypingChanged typing) {
            return new Key(Event.TypingChanged.class, typing.conversation(), typing.user());
        }
        if (event instanceof Event.PresenceChanged presence) {
            return new Key(Event.PresenceChanged.class, presence.presence().user(), null);
        }
        if (event instanceof Event.InboxChanged inbox) {
            return new Key(
                    Event.InboxChanged.class, inbox.summary().conversation().id(), null);
        }
        if (event instanceof Event.Hint hint) {
            return new Key(Event.Hint.class, hint.conversation(), null);
        }
        if (event instanceof Event.Resync) {
            return Event.Resync.class;
        }
        return null;
    }
}
