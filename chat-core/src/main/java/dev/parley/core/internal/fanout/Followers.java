package dev.parley.core.internal.fanout;

import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSummary;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which sessions hear of conversations with so many members that nobody goes through them: those that were told of the
 * conversation's row, or of its head, and may read it. A session follows {@link #MOST}; beyond that the one it was told of
 * first gives way. Thread-safe.
 */
public final class Followers {

    /** What follows: a session. Thread-safe. */
    public interface Follower {

        /** Whose it is. */
        UserId user();

        /** Whether nothing is delivered to it any more. */
        boolean ended();

        /** Takes what is delivered. */
        void deliver(Delivery delivery);
    }

    /** How many conversations a session follows. */
    public static final int MOST = 500;

    private final ConcurrentHashMap<ConversationId, Set<Follower>> sessions = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Follower, Set<ConversationId>> followed = new ConcurrentHashMap<>();

    /** Nobody follows anything. */
    public Followers() {}

    /** A session follows a conversation from now on, unless it ended. */
    public void follow(Follower session, ConversationId conversation) {
        if (of(conversation).contains(session)) {
            return; // mostly: each hint says it again
        }
        followed.compute(session, (key, before) -> {
            if (session.ended()) { // whoever ends it forgets it after this, or did
                return before;
            }
            Set<ConversationId> mine = before == null ? new LinkedHashSet<>() : before;
            if (mine.add(conversation)) {
                enter(session, conversation);
            }
            if (mine.size() > MOST) {
                Iterator<ConversationId> first = mine.iterator();
                leave(session, first.next());
                first.remove();
            }
            return mine;
        });
    }

    /**
     * A session is told of an event, and follows what it says.
     *
     * @param onWrite up to how many members a conversation need not be followed
     */
    public void told(Follower session, Event event, int onWrite) {
        if (event instanceof Event.Hint hint) {
            follow(session, hint.conversation());
        } else if (event instanceof Event.InboxChanged changed) {
            told(session, changed.summary(), onWrite);
        } else if (event instanceof Event.Synced synced) {
            told(session, synced.summary(), onWrite);
        }
    }

    /** The same for the answer to a command. */
    public void told(Follower session, Result result, int onWrite) {
        if (result instanceof Result.InboxPage page) {
            page.conversations().forEach(row -> told(session, row, onWrite));
        } else if (result instanceof Result.Opened opened) {
            told(session, opened.conversation(), onWrite);
        }
    }

    private void told(Follower session, ConversationSummary row, int onWrite) {
        ConversationId conversation = row.conversation().id();
        if (row.role() != null && row.conversation().memberCount() > onWrite) {
            follow(session, conversation);
        } else {
            unfollow(session, conversation);
        }
    }

    /** A session does not follow a conversation any more. */
    public void unfollow(Follower session, ConversationId conversation) {
        followed.computeIfPresent(session, (key, mine) -> {
            if (mine.remove(conversation)) {
                leave(session, conversation);
            }
            return mine.isEmpty() ? null : mine;
        });
    }

    /** The sessions of a user do not follow a conversation any more. */
    public void unfollow(UserId user, ConversationId conversation) {
        for (Follower session : of(conversation)) {
            if (session.user().equals(user)) {
                unfollow(session, conversation);
            }
        }
    }

    /** A session ended, and is muted. */
    public void forget(Follower session) {
        followed.computeIfPresent(session, (key, mine) -> {
            mine.forEach(conversation -> leave(session, conversation));
            return null;
        });
    }

    /** Delivers to those who follow a conversation. */
    public void deliver(ConversationId conversation, Delivery delivery) {
        for (Follower session : of(conversation)) {
            session.deliver(delivery);
        }
    }

    /** How many sessions follow a conversation. */
    public int count(ConversationId conversation) {
        return of(conversation).size();
    }

    private Set<Follower> of(ConversationId conversation) {
        return sessions.getOrDefault(conversation, Set.of());
    }

    private void enter(Follower session, ConversationId conversation) {
        sessions.compute(conversation, (key, before) -> {
            Set<Follower> some = before == null ? ConcurrentHashMap.newKeySet() : before;
            some.add(session);
            return some;
        });
    }

    private void leave(Follower session, ConversationId conversation) {
        sessions.computeIfPresent(conversation, (key, some) -> {
            some.remove(session);
            return some.isEmpty() ? null : some;
        });
    }
}
