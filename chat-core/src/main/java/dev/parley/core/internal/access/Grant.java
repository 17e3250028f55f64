package dev.parley.core.internal.access;

import dev.parley.core.Actor;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proof that access was judged: what reads and writes a conversation takes one, and only the gate makes them, so a
 * forgotten check does not compile. Immutable.
 */
public final class Grant {

    /**
     * A stretch of seqs. Immutable.
     *
     * @param low the lowest
     * @param high the highest
     */
    public record Range(long low, long high) {}

    private final Actor actor;
    private final Roster roster;
    private final List<Membership> stays;

    Grant(Actor actor, Roster roster, List<Membership> stays) {
        this.actor = actor;
        this.roster = roster;
        this.stays = List.copyOf(stays);
    }

    /** The same with other members. */
    Grant with(Roster members) {
        return new Grant(actor, members, stays);
    }

    /** Who was let in. */
    public Actor actor() {
        return actor;
    }

    /** Where. */
    public ConversationId conversation() {
        return roster.conversation().id();
    }

    /** The members on whom the judgement rests. */
    public Roster roster() {
        return roster;
    }

    /** The actor's role; null when the actor is no longer a member. The system is an owner everywhere. */
    public @Nullable Role role() {
        if (actor.system()) {
            return Role.OWNER;
        }
        Membership last = stays.get(stays.size() - 1);
        return last.open() ? last.role() : null;
    }

    /** The lowest seq of the stay that counts now. */
    public long visibleFrom() {
        return actor.system() ? 1 : stays.get(stays.size() - 1).from();
    }

    /** The highest seq that the actor may see, given where the log ends. */
    public long visibleHead(long head) {
        return actor.system()
                ? head
                : Math.min(head, stays.get(stays.size() - 1).to() - 1);
    }

    /** Tells whether the actor may see an entry. */
    public boolean sees(long seq) {
        return actor.system() || stays.stream().anyMatch(stay -> stay.covers(seq));
    }

    /** The parts of a stretch that the actor may see, ascending and apart. */
    public List<Range> visible(long low, long high) {
        if (actor.system()) {
            return low <= high ? List.of(new Range(low, high)) : List.of();
        }
        List<Range> visible = new ArrayList<>();
        long next = low;
        for (Membership stay : stays) {
            long from = Math.max(next, stay.from());
            long to = Math.min(high, stay.to() - 1);
            if (from <= to) {
                visible.add(new Range(from, to));
                next = to + 1;
            }
        }
        return visible;
    }
}
