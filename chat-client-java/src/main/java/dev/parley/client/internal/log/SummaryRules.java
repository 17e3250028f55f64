package dev.parley.client.internal.log;

import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.MemberSpec;
import dev.parley.model.Message;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage.Happened;
import dev.parley.view.EntryPage.Item;
import dev.parley.view.EntryPage.Said;
import dev.parley.view.MemberMarks;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a row of the inbox follows from an older one and what happened since, as the server would say it. */
final class SummaryRules {

    private static final UUID LOWEST = new UUID(0, 0);

    private SummaryRules() {}

    /** What an inbox sorts a row by: higher is further up. */
    static UUID sortKey(@Nullable ConversationSummary row) {
        return row == null || row.sortId() == null ? LOWEST : row.sortId();
    }

    /** The row after an item that is newer than its head, or that the row may not show yet. */
    static ConversationSummary after(ConversationSummary row, Item item, UserId user) {
        Message last = row.last();
        UUID sortId = row.sortId();
        if (item instanceof Said said && said.seq() >= row.visibleFrom()) {
            if (last == null || said.seq() >= last.seq()) {
                last = said.message();
            }
            if (said.seq() > row.head()) { // what is older moved the row already
                sortId = said.message().posted().id();
            }
        } else if (item instanceof Happened happened && last != null) {
            last = last.apply(happened.entry());
        }
        ConversationSummary fresh = with(row, Math.max(row.head(), item.seq()), last, sortId, row.unread());
        boolean changes = item instanceof Happened happened
                && happened.entry().body().changesConversation()
                && item.seq() > row.conversation().stateSeq();
        return changes ? changed(fresh, ((Happened) item).entry(), user) : fresh;
    }

    private static ConversationSummary changed(ConversationSummary row, Entry entry, UserId user) {
        Conversation was = row.conversation();
        String title = was.title();
        int members = was.memberCount();
        Role role = row.role();
        List<MemberMarks> marks = row.memberMarks();
        EntryBody body = entry.body();
        if (body instanceof EntryBody.Created created) {
            title = created.title();
            members = created.members().size();
            role = roleIn(created.members(), user, role);
        } else if (body instanceof EntryBody.Renamed renamed) {
            title = renamed.title();
        } else if (body instanceof EntryBody.MembersAdded added) {
            members += added.members().size();
            role = roleIn(added.members(), user, role);
            marks = withMembers(marks, added.members());
        } else if (body instanceof EntryBody.MemberRemoved removed) {
            boolean own = removed.user().equals(user);
            members = own ? 0 : Math.max(0, members - 1); // who left is not told
            role = own ? null : role;
            marks = own ? List.of() : without(marks, removed.user());
        } else if (body instanceof EntryBody.RoleChanged changed
                && changed.user().equals(user)) {
            role = changed.role();
        }
        Conversation now = new Conversation(was.id(), was.kind(), title, was.history(), entry.seq(), members);
        return new ConversationSummary(
                now,
                row.head(),
                row.visibleFrom(),
                role,
                row.peer(),
                row.last(),
                row.marks(),
                row.unread(),
                row.settings(),
                row.sortId(),
                marks);
    }

    private static @Nullable Role roleIn(List<MemberSpec> members, UserId user, @Nullable Role otherwise) {
        for (MemberSpec member : members) {
            if (member.user().equals(user)) {
                return member.role();
            }
        }
        return otherwise;
    }

    /** The server's row, but nothing in it older than what the client knows already. */
    static ConversationSummary merge(@Nullable ConversationSummary held, ConversationSummary fresh) {
        if (held == null) {
            return fresh;
        }
        boolean heldIsNewer = held.head() > fresh.head();
        Message last = fresh.last();
        Message known = held.last();
        if (known != null && (last == null || known.seq() > last.seq() || (heldIsNewer && known.seq() == last.seq()))) {
            last = known; // messages do not vanish: a row without it was read before it came
        }
        if (last != null && last.seq() < fresh.visibleFrom()) {
            last = null; // of an earlier stay
        }
        boolean movedSince = known != null && known.seq() > fresh.head();
        boolean heldStateIsNewer =
                held.conversation().stateSeq() > fresh.conversation().stateSeq();
        return new ConversationSummary(
                heldStateIsNewer ? held.conversation() : fresh.conversation(),
                Math.max(held.head(), fresh.head()),
                fresh.visibleFrom(),
                heldStateIsNewer ? held.role() : fresh.role(),
                fresh.peer(),
                last,
                held.marks().max(fresh.marks()),
                fresh.unread(),
                fresh.settings(),
                movedSince || fresh.sortId() == null ? held.sortId() : fresh.sortId(),
                heldStateIsNewer && !outgrew(fresh) ? held.memberMarks() : fresh.memberMarks());
    }

    /** A member's row without marks of members: there are too many, and what was heard before is not kept up to date. */
    private static boolean outgrew(ConversationSummary fresh) {
        return fresh.role() != null && fresh.memberMarks().isEmpty();
    }

    /** The row with one's own marks grown. */
    static ConversationSummary withMarks(ConversationSummary row, Marks marks) {
        return withOwnMarks(row, row.marks().max(marks));
    }

    /** The row with the marks of those who are members grown to what was heard of them. */
    static ConversationSummary withHeard(ConversationSummary row, Map<UserId, Marks> heard) {
        List<MemberMarks> grown = new ArrayList<>();
        for (MemberMarks member : row.memberMarks()) {
            Marks marks = heard.getOrDefault(member.user(), Marks.NONE).max(member.marks());
            grown.add(new MemberMarks(member.user(), marks));
        }
        return row.memberMarks().equals(grown) ? row : withMembers(row, grown);
    }

    static ConversationSummary withUnread(ConversationSummary row, Unread unread) {
        return unread.equals(row.unread()) ? row : with(row, row.head(), row.last(), row.sortId(), unread);
    }

    /** The row with one's own marks as they are to be kept. */
    static ConversationSummary withOwnMarks(ConversationSummary row, Marks marks) {
        return new ConversationSummary(
                row.conversation(),
                row.head(),
                row.visibleFrom(),
                row.role(),
                row.peer(),
                row.last(),
                marks,
                row.unread(),
                row.settings(),
                row.sortId(),
                row.memberMarks());
    }

    private static ConversationSummary with(
            ConversationSummary row, long head, @Nullable Message last, @Nullable UUID sortId, Unread unread) {
        return new ConversationSummary(
                row.conversation(),
                head,
                row.visibleFrom(),
                row.role(),
                row.peer(),
                last,
                row.marks(),
                unread,
                row.settings(),
                sortId,
                row.memberMarks());
    }

    private static ConversationSummary withMembers(ConversationSummary row, List<MemberMarks> members) {
        return new ConversationSummary(
                row.conversation(),
                row.head(),
                row.visibleFrom(),
                row.role(),
                row.peer(),
                row.last(),
                row.marks(),
                row.unread(),
                row.settings(),
                row.sortId(),
                members);
    }

    /** Further members, unless the server does not tell members' marks here. */
    private static List<MemberMarks> withMembers(List<MemberMarks> held, List<MemberSpec> added) {
        if (held.isEmpty()) {
            return held;
        }
        TreeMap<UserId, MemberMarks> byUser = new TreeMap<>();
        held.forEach(member -> byUser.put(member.user(), member));
        added.forEach(member -> byUser.putIfAbsent(member.user(), new MemberMarks(member.user(), Marks.NONE)));
        return List.copyOf(byUser.values());
    }

    private static List<MemberMarks> without(List<MemberMarks> held, UserId removed) {
        return held.stream().filter(member -> !member.user().equals(removed)).toList();
    }
}
