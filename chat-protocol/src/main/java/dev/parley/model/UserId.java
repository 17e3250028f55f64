package dev.parley.model;

import dev.parley.model.internal.Ids;

/**
 * The id of a user, as the host application names them: an opaque string. Immutable.
 *
 * @param value 1 to 128 characters, none of them a control character or a lone surrogate
 */
public record UserId(String value) implements Comparable<UserId> {

    /** The sender of what the system itself says; no host user can have this id. */
    public static final UserId SYSTEM = new UserId("$system");

    public UserId {
        Ids.check("user id", value);
    }

    /**
     * Tells whether this is an id that Parley keeps for itself.
     *
     * @return true when the id starts with {@code $}
     */
    public boolean reserved() {
        return value.charAt(0) == '$';
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
