package dev.parley.core.internal.fanout;

import dev.parley.core.internal.access.Roster;
import dev.parley.core.internal.access.Rosters;
import dev.parley.core.internal.exec.KeyedLanes;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.ConversationLog;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MemberSpec;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Brings stored entries to those who may see them, in order of seq per conversation. Doing it twice for one entry is
 * harmless: that is how a sender's retry heals a crash between append and fan-out. Thread-safe.
 */
public final class Publisher {

    /** How an entry got into the store. */
    public enum Source {
        /** This node appended it. */
        APPENDED,
        /** This node appended it, and its inbox rows with it. */
        APPENDED_WITH_ROWS,
        /** It was there when this node was to append it. */
        FOUND,
        /** Another node appended it, or a message after it, and said so: that node writes the inbox rows before it acks. */
        ANNOUNCED,
        /** Another node or the host's own transaction appended it. */
        ELSEWHERE
    }

    private static final int PAGE = 200;

    private final ConversationLog log;
    private final Rosters rosters;
    private final InboxBumps bumps;
    private final Audience audience;
    private final ReturningMembers returning;
    private final int onWrite;
    private final KeyedLanes<ConversationId> lanes = new KeyedLanes<>();

    /**
     * Makes the publisher.
     *
     * @param onWrite up to how many members fan-out is on write
     */
    public Publisher(
            ConversationLog log,
            Rosters rosters,
            InboxBumps bumps,
            Audience audience,
            ReturningMembers returning,
            int onWrite) {
        this.log = log;
        this.rosters = rosters;
        this.bumps = bumps;
        this.audience = audience;
        this.returning = returning;
        this.onWrite = onWrite;
    }

    /** Which fan-out applies to a conversation. */
    public FanOut strategy(Roster roster) {
        return FanOut.of(roster, onWrite);
    }

    /** Whose inbox rows an append of a message moves up; nobody's where that takes a step of its own. */
    public List<UserId> rowsOf(Roster roster) {
        return strategy(roster) == FanOut.ON_WRITE ? rowsOf(roster.members().keySet()) : List.of();
    }

    /** The same for the members that a conversation begins with. */
    public List<UserId> rowsOf(Collection<UserId> members) {
        return bumps.withAppends() ? List.copyOf(members) : List.of();
    }

    /**
     * Publishes entries that this node appended; completes when all that an ack promises is durable: the conversation's
     * state and the inbox rows.
     *
     * @param from how they got into the store
     */
    public CompletionStage<Boolean> appended(List<Entry> entries, Source from) {
        if (entries.size() == 1) {
            return appended(entries.get(0), from);
        }
        List<CompletionStage<Boolean>> durable = new ArrayList<>(entries.size());
        entries.forEach(entry -> durable.add(appended(entry, from)));
        return Stages.all(durable).thenApply(all -> true);
    }

    private CompletionStage<Boolean> appended(Entry entry, Source from) {
        CompletionStage<CompletionStage<Boolean>> published =
                lanes.run(entry.conversation(), () -> Stages.then(fillUpTo(entry), filled -> publish(entry, from)));
        return Stages.then(published, bumped -> bumped);
    }

    /** Publishes entries that another node appended, up to a head. */
    public CompletionStage<Boolean> moved(ConversationId conversation, long head) {
        return lanes.run(conversation, () -> {
            if (log.published(conversation, head)) {
                return Stages.done(true);
            }
            long known = log.knownHead(conversation);
            // Who missed more finds out by the gap. What is older than all that this node published was passed by an
            // append of its own: somebody may have left by it, and heard of nothing later.
            long from = known == 0 || known > head ? head : known + 1;
            return publishStretch(conversation, from, head, head);
        });
    }

    /** Entries that came to the log past this node, by a host's transaction or another node, go first. */
    private CompletionStage<Boolean> fillUpTo(Entry entry) {
        long known = log.knownHead(entry.conversation());
        return known == 0 || known >= entry.seq() - 1
                ? Stages.done(true)
                : publishStretch(entry.conversation(), known + 1, entry.seq() - 1, 0);
    }

    private CompletionStage<Boolean> publishStretch(ConversationId conversation, long from, long to, long announced) {
        if (from > to) {
            return Stages.done(true);
        }
        return log.unjudged(conversation, from, to, PAGE).thenCompose(entries -> {
            CompletionStage<Boolean> done = Stages.done(true);
            Source source = endsWithMessage(entries, announced) ? Source.ANNOUNCED : Source.ELSEWHERE;
            for (Entry entry : entries) {
                done = done.thenCompose(before -> publish(entry, source)).thenCompose(bumped -> bumped);
            }
            return entries.isEmpty()
                    ? done
                    : done.thenCompose(all -> publishStretch(
                            conversation, entries.get(entries.size() - 1).seq() + 1, to, announced));
        });
    }

    /** Whose rows, which only grow, are those of all before it. */
    private static boolean endsWithMessage(List<Entry> entries, long announced) {
        if (entries.isEmpty()) {
            return false;
        }
        Entry last = entries.get(entries.size() - 1);
        return last.seq() == announced && last.body() instanceof EntryBody.Posted;
    }

    /** A user opened a direct conversation that was there already, maybe not in their inbox: now it is. */
    public CompletionStage<Boolean> opened(UserId user, ConversationId conversation) {
        return log.unjudged(conversation, 1, 1, 1).thenCompose(created -> {
            UUID sortId = created.get(0).id();
            return bumps.bump(Set.of(user), conversation, 1, sortId)
                    .whenComplete((bumped, failure) -> audience.rowWritten(user, conversation, failure));
        });
    }

    /**
     * Writes the inbox rows that the beginning and the newest entries of a conversation call for, for all its members.
     */
    public CompletionStage<Boolean> restore(ConversationId conversation) {
        return lanes.run(
                conversation,
                () -> log.end(conversation)
                        .thenCompose(end -> rosters.find(conversation)
                                .thenCompose(found -> found.isEmpty()
                                        ? Stages.done(false)
                                        : restore(conversation, end.head(), found.get()))));
    }

    private CompletionStage<Boolean> restore(ConversationId conversation, long head, Roster roster) {
        long from = Math.max(2, head - PAGE + 1);
        return log.unjudged(conversation, 1, 1, 1)
                .thenCombine(log.unjudged(conversation, from, head, PAGE), (first, newest) -> {
                    List<CompletionStage<Boolean>> bumped = new ArrayList<>();
                    first.forEach(entry -> bumped.add(bump(entry, roster)));
                    newest.forEach(entry -> bumped.add(bump(entry, roster)));
                    return Stages.all(bumped).thenApply(all -> tellOfRow(conversation, roster));
                })
                .thenCompose(all -> all);
    }

    private boolean tellOfRow(ConversationId conversation, Roster roster) {
        audience.rowChanged(roster.members().keySet(), conversation);
        return true;
    }

    /** The inner stage completes when the inbox rows are durable; the lane does not wait for it. */
    private CompletionStage<CompletionStage<Boolean>> publish(Entry entry, Source from) {
        CompletionStage<Roster> roster = entry.body().changesConversation()
                ? rosters.advance(entry)
                : Stages.map(
                        rosters.find(entry.conversation()),
                        found -> found.orElseThrow(
                                () -> new IllegalStateException("an entry in a log without a conversation")));
        return Stages.then(roster, after -> {
            boolean again = log.published(entry.conversation(), entry.seq());
            boolean pushed = !again && strategy(after) == FanOut.ON_WRITE; // a hint has no content to hide
            return Stages.map(pushed ? log.shown(entry) : Stages.done(entry), shown -> {
                if (from == Source.FOUND) {
                    log.found(entry);
                } else {
                    log.stored(entry);
                }
                CompletionStage<Boolean> bumped = written(entry, after, from) ? Stages.done(true) : bump(entry, after);
                if (!again) {
                    deliver(shown, after, bumped);
                }
                if (from != Source.ELSEWHERE && from != Source.ANNOUNCED) {
                    audience.stored(entry, after, strategy(after));
                }
                return bumped;
            });
        });
    }

    /** Whether somebody else writes the rows, and nobody here waits for them. */
    private static boolean written(Entry entry, Roster roster, Source from) {
        return from == Source.APPENDED_WITH_ROWS
                || (from == Source.ANNOUNCED
                        && entry.body() instanceof EntryBody.Posted
                        && newcomers(entry, roster).isEmpty());
    }

    private CompletionStage<Boolean> bump(Entry entry, Roster roster) {
        Collection<UserId> users = Set.of();
        if (entry.body() instanceof EntryBody.Posted && strategy(roster) == FanOut.ON_WRITE) {
            users = roster.members().keySet();
        } else if (entry.body() instanceof EntryBody.Created
                && roster.conversation().kind() == ConversationKind.DIRECT) {
            users = Set.of(entry.origin().sender()); // the other's inbox stays as it is until there is a message
        } else {
            users = joined(entry);
        }
        return users.isEmpty() ? Stages.done(true) : bumps.bump(users, entry.conversation(), entry.seq(), entry.id());
    }

    private void deliver(Entry entry, Roster roster, CompletionStage<Boolean> bumped) {
        Set<UserId> newcomers = newcomers(entry, roster);
        Event event = strategy(roster) == FanOut.ON_WRITE
                ? new Event.Appended(entry)
                : new Event.Hint(entry.conversation(), entry.seq());
        UserId gone = entry.body() instanceof EntryBody.MemberRemoved removed ? removed.user() : null;
        if (!(entry.body() instanceof EntryBody.Created)) {
            // A direct conversation's other user hears of it with its first message.
            Delivery delivery = Delivery.of(event);
            audience.deliver(others(entry, roster, newcomers, gone), delivery);
            if (!roster.complete()) {
                audience.followers().deliver(entry.conversation(), delivery);
            }
        }
        if (gone != null) {
            audience.followers().unfollow(gone, entry.conversation());
            audience.inboxChanged(Set.of(gone), entry.conversation(), null);
        }
        if (!newcomers.isEmpty()) {
            bumped.whenComplete((done, failure) -> audience.inboxChanged(newcomers, entry.conversation(), event));
        }
        if (entry.body() instanceof EntryBody.MembersAdded && strategy(roster) == FanOut.ON_WRITE) {
            returning.joined(newcomers, roster);
        }
        if (mayChangeFanOut(entry, roster)) { // and with it, whether rows have the marks of all members
            Set<UserId> stayed = new LinkedHashSet<>(roster.members().keySet());
            stayed.removeAll(newcomers);
            audience.inboxChanged(stayed, entry.conversation(), null);
        }
    }

    private boolean mayChangeFanOut(Entry entry, Roster roster) {
        int change = entry.body() instanceof EntryBody.MembersAdded added
                ? added.members().size()
                : entry.body() instanceof EntryBody.MemberRemoved ? -1 : 0;
        if (change == 0 || !roster.complete()) {
            return false;
        }
        int after = roster.conversation().memberCount();
        boolean known = roster.stateSeq() == entry.seq(); // or how many there were in between
        return !known || (after <= onWrite) != (after - change <= onWrite);
    }

    /** Those who hear of an entry by itself: nearly always all members, who are not copied then. */
    private static Set<UserId> others(Entry entry, Roster roster, Set<UserId> newcomers, @Nullable UserId gone) {
        if (newcomers.isEmpty() && gone == null && allCover(roster.members().values(), entry.seq())) {
            return roster.members().keySet();
        }
        Set<UserId> others = new LinkedHashSet<>();
        roster.members().forEach((user, stay) -> {
            if (stay.covers(entry.seq())) { // the roster may be newer, and know somebody who was out and came back
                others.add(user);
            }
        });
        if (gone != null) {
            others.add(gone);
        }
        others.removeAll(newcomers);
        return others;
    }

    private static boolean allCover(Collection<Membership> stays, long seq) {
        for (Membership stay : stays) {
            if (!stay.covers(seq)) {
                return false;
            }
        }
        return true;
    }

    /** Those who first hear of the conversation with this entry: their inbox row comes before it. */
    private static Set<UserId> newcomers(Entry entry, Roster roster) {
        if (roster.conversation().kind() != ConversationKind.DIRECT) {
            return joined(entry);
        }
        if (entry.seq() == 1) {
            return Set.of(entry.origin().sender());
        }
        if (entry.seq() == 2) { // the first message
            Set<UserId> other = new LinkedHashSet<>(roster.members().keySet());
            other.remove(entry.origin().sender());
            return other;
        }
        return Set.of();
    }

    private static Set<UserId> joined(Entry entry) {
        @Nullable List<MemberSpec> members = null;
        if (entry.body() instanceof EntryBody.Created created) {
            members = created.members();
        } else if (entry.body() instanceof EntryBody.MembersAdded added) {
            members = added.members();
        }
        if (members == null) {
            return Set.of();
        }
        Set<UserId> users = new LinkedHashSet<>();
        members.forEach(member -> users.add(member.user()));
        return users;
    }
}
