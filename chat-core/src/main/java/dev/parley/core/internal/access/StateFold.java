package dev.parley.core.internal.access;

import dev.parley.core.spi.state.Membership;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one structural entry makes of a conversation: the only place that knows. The stored state is this fold over the
 * log, so it can always be derived again. Stays may be read later than the conversation, and be newer: then they stay as
 * they are, and the conversation is folded all the same. How many members there are follows from the log alone: an entry
 * adds only who was no member, and removes only who was one.
 */
public final class StateFold {

    /**
     * What came of it. Immutable.
     *
     * @param conversation the conversation after the entry
     * @param changed the stays that the entry began, ended or changed
     */
    public record Step(Conversation conversation, List<Membership> changed) {}

    private StateFold() {}

    /** The users whose open stays {@link #apply} has to know. */
    public static Set<UserId> affected(EntryBody body) {
        if (body instanceof EntryBody.MembersAdded added) {
            return added.members().stream().map(MemberSpec::user).collect(Collectors.toSet());
        }
        if (body instanceof EntryBody.MemberRemoved removed) {
            return Set.of(removed.user());
        }
        return body instanceof EntryBody.RoleChanged changed ? Set.of(changed.user()) : Set.of();
    }

    /**
     * Applies an entry.
     *
     * @param before the conversation before it; null before the first entry
     * @param open the open stays of at least the {@link #affected} users
     * @param entry the entry
     */
    public static Step apply(@Nullable Conversation before, Map<UserId, Membership> open, Entry entry) {
        EntryBody body = entry.body();
        if (body instanceof EntryBody.Created created) {
            List<Membership> first = stays(created.members(), entry, 1, Map.of());
            return new Step(
                    new Conversation(
                            entry.conversation(),
                            created.kind(),
                            created.title(),
                            created.history(),
                            entry.seq(),
                            first.size()),
                    first);
        }
        if (before == null) {
            throw new IllegalStateException(entry.conversation() + " has no created entry below seq " + entry.seq());
        }
        if (body instanceof EntryBody.Renamed renamed) {
            return new Step(state(before, renamed.title(), entry.seq(), 0), List.of());
        }
        if (body instanceof EntryBody.MembersAdded added) {
            long from = before.history() == HistoryPolicy.FULL ? 1 : entry.seq();
            List<Membership> joined = stays(added.members(), entry, from, open);
            return new Step(state(before, before.title(), entry.seq(), distinct(added.members())), joined);
        }
        if (body instanceof EntryBody.MemberRemoved removed) {
            Membership stay = open.get(removed.user());
            List<Membership> ended = stay == null || isNewer(stay, entry)
                    ? List.of()
                    : List.of(changed(stay, entry.seq() + 1, stay.role(), entry));
            return new Step(state(before, before.title(), entry.seq(), -1), ended);
        }
        if (body instanceof EntryBody.RoleChanged role) {
            Membership stay = open.get(role.user());
            List<Membership> moved = stay == null || isNewer(stay, entry)
                    ? List.of()
                    : List.of(changed(stay, stay.to(), role.role(), entry));
            return new Step(state(before, before.title(), entry.seq(), 0), moved);
        }
        return new Step(before, List.of());
    }

    /** Whether a stay was read after this entry or a later one had changed it. */
    private static boolean isNewer(Membership stay, Entry entry) {
        return stay.stateSeq() >= entry.seq();
    }

    private static int distinct(List<MemberSpec> members) {
        return (int) members.stream().map(MemberSpec::user).distinct().count();
    }

    /** The members after a step. */
    static Map<UserId, Membership> members(Map<UserId, Membership> before, Step step) {
        Map<UserId, Membership> after = new HashMap<>(before);
        for (Membership stay : step.changed()) {
            if (stay.open()) {
                after.put(stay.user(), stay);
            } else {
                after.remove(stay.user());
            }
        }
        return after;
    }

    private static List<Membership> stays(
            List<MemberSpec> members, Entry entry, long from, Map<UserId, Membership> already) {
        Map<UserId, Role> roles = new HashMap<>();
        members.forEach(member -> roles.putIfAbsent(member.user(), member.role()));
        List<Membership> stays = new ArrayList<>();
        roles.forEach((user, role) -> {
            if (!already.containsKey(user)) {
                stays.add(new Membership(
                        entry.conversation(), user, entry.seq(), from, Membership.OPEN, role, entry.seq()));
            }
        });
        return stays;
    }

    private static Membership changed(Membership stay, long to, Role role, Entry entry) {
        return new Membership(stay.conversation(), stay.user(), stay.since(), stay.from(), to, role, entry.seq());
    }

    private static Conversation state(Conversation before, @Nullable String title, long seq, int more) {
        return new Conversation(before.id(), before.kind(), title, before.history(), seq, before.memberCount() + more);
    }
}
