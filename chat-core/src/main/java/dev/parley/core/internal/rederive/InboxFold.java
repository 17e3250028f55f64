package dev.parley.core.internal.rederive;

import dev.parley.core.internal.access.StateFold;
import dev.parley.core.internal.fanout.FanOut;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationKind;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the inbox rows of a conversation have to be, as a fold over its log: whoever joins gets a row, and each message moves
 * the rows of the members, if there are no more of them than fan-out on write is for. Only some of the users are kept, so
 * that a log with very many is folded several times and needs no more memory. Confined to one thread at a time.
 */
final class InboxFold {

    /** The most users that are kept. */
    static final int USERS = 20_000;

    /**
     * Some of the users: one part of several.
     *
     * @param number which part, from 0
     * @param of how many parts there are
     */
    record Part(int number, int of) {

        static final Part ALL = new Part(0, 1);

        boolean has(UserId user) {
            int hash = user.value().hashCode();
            return of == 1 || Math.floorMod(hash ^ hash >>> 15, of) == number;
        }
    }

    /** A stay, by the seqs of its first entry and of the one that ended it. */
    private record Stay(long since, long to) {}

    /** What is known of a user. */
    private static final class Seen {
        private final List<Stay> over = new ArrayList<>(0);
        private @Nullable Membership open;
        private @Nullable Place place;

        boolean wasThere(long seq) {
            return (open != null && open.since() <= seq)
                    || over.stream().anyMatch(stay -> stay.since() <= seq && seq < stay.to());
        }
    }

    private final int onWrite;
    private final Part part;
    private final Map<UserId, Seen> users = new LinkedHashMap<>();
    private @Nullable Conversation conversation;
    private @Nullable Place newest;
    private long head;
    private long joined;
    private boolean full;

    /**
     * Begins before the first entry.
     *
     * @param onWrite up to how many members fan-out is on write
     */
    InboxFold(int onWrite, Part part) {
        this.onWrite = onWrite;
        this.part = part;
    }

    /** Takes the next entry. */
    void take(Entry entry) {
        head = entry.seq();
        if (entry.body().changesConversation()) {
            change(entry);
        } else if (entry.body() instanceof EntryBody.Posted
                && conversation != null
                && FanOut.of(conversation.memberCount(), onWrite) == FanOut.ON_WRITE) {
            newest = Place.of(entry);
        }
    }

    private void change(Entry entry) {
        Map<UserId, Membership> open = new HashMap<>();
        for (UserId user : StateFold.affected(entry.body())) {
            Seen seen = users.get(user);
            if (seen != null && seen.open != null) {
                open.put(user, seen.open);
            }
        }
        StateFold.Step step = StateFold.apply(conversation, open, entry);
        conversation = step.conversation();
        for (Membership stay : step.changed()) {
            joined += stay.since() == entry.seq() ? 1 : 0;
            if (!full && part.has(stay.user())) {
                changed(stay, entry);
            }
        }
        if (users.size() > USERS && part.of() == 1) {
            full = true;
            users.clear();
        }
    }

    private void changed(Membership stay, Entry entry) {
        Seen seen = users.computeIfAbsent(stay.user(), user -> new Seen());
        if (!stay.open()) {
            seen.place = placeOf(seen);
            seen.over.add(new Stay(stay.since(), entry.seq()));
            seen.open = null;
            return;
        }
        if (stay.since() == entry.seq() && !waitsForAMessage(stay.user(), entry)) {
            seen.place = Place.of(entry);
        }
        seen.open = stay;
    }

    /** The other user of a direct conversation gets the row with the first message, or by opening it. */
    private boolean waitsForAMessage(UserId user, Entry entry) {
        return isDirect() && !user.equals(entry.origin().sender());
    }

    private boolean isDirect() {
        return conversation != null && conversation.kind() == ConversationKind.DIRECT;
    }

    private @Nullable Place placeOf(Seen seen) {
        Membership open = seen.open;
        return open != null && newest != null && newest.seq() > open.since() ? newest : seen.place;
    }

    /** The highest seq that was taken. */
    long head() {
        return head;
    }

    /** Into how many parts the users have to go; with 1, this fold has them all. */
    int parts() {
        return full ? (int) (joined / (USERS / 2) + 1) : 1;
    }

    /** The users of this part who ever were members. */
    List<UserId> users() {
        return List.copyOf(users.keySet());
    }

    /** Where a user's row has to be at least; null when there need be none. */
    @Nullable
    Place place(UserId user) {
        Seen seen = users.get(user);
        return seen == null ? null : placeOf(seen);
    }

    /**
     * Whether a row may be at an entry, too: fan-out that comes late may find fewer members than there were, or the setting
     * may have been another. Beyond what was folded, anything that moves rows will do.
     */
    boolean mayBeAt(UserId user, Entry entry) {
        if (entry.body() instanceof EntryBody.Posted) {
            Seen seen = users.get(user);
            return entry.seq() > head || (seen != null && seen.wasThere(entry.seq()));
        }
        if (entry.body() instanceof EntryBody.Created created) {
            return created.members().stream().anyMatch(member -> member.user().equals(user));
        }
        return entry.body() instanceof EntryBody.MembersAdded added
                && added.members().stream().anyMatch(member -> member.user().equals(user));
    }
}
