package dev.parley.core.internal.fanout;

import dev.parley.core.internal.access.Roster;

/** Which fan-out applies: the one place that says. */
public enum FanOut {
    /** An inbox row for each member is moved up, and entries are pushed. */
    ON_WRITE,

    /** Nothing is done per member: whoever is connected gets a hint and pulls. */
    ON_READ;

    /**
     * The strategy of a conversation.
     *
     * @param roster its members
     * @param most up to how many members fan-out is on write
     */
    public static FanOut of(Roster roster, int most) {
        return roster.complete() ? of(roster.conversation().memberCount(), most) : ON_READ;
    }

    /**
     * The strategy of a conversation with so many members, all of whom are known.
     *
     * @param members how many it has
     * @param most up to how many members fan-out is on write
     */
    public static FanOut of(int members, int most) {
        return members <= most ? ON_WRITE : ON_READ;
    }
}
