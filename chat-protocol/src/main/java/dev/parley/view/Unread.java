package dev.parley.view;

/**
 * What a user has not read: a function of the head, the read mark and whose messages they are, counted when asked, never
 * a counter (G10). One's own messages and deleted ones do not count. Immutable.
 *
 * @param messages messages after the read mark
 * @param mentions how many of them mention the user
 * @param capped true when counting stopped at the server's cap, so that there are at least this many
 */
public record Unread(int messages, int mentions, boolean capped) {

    /** Nothing unread. */
    public static final Unread NONE = new Unread(0, 0, false);

    /**
     * Both together.
     *
     * @param other the unread of another conversation
     * @return the sum
     */
    public Unread plus(Unread other) {
        return new Unread(messages + other.messages, mentions + other.mentions, capped || other.capped);
    }

    /**
     * Without some that were counted.
     *
     * @param fewer what no longer counts
     * @return the rest, nothing below zero
     */
    public Unread minus(Unread fewer) {
        return new Unread(Math.max(0, messages - fewer.messages), Math.max(0, mentions - fewer.mentions), capped);
    }
}
