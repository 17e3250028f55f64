package dev.parley.testkit.history;

import java.util.Locale;
import java.util.Optional;

/** What an entry of a log does, by the names of the protocol. Immutable. */
public enum ChangeKind {
    /** The first entry of every log. */
    CREATED,

    /** A message. */
    MESSAGE,

    /** New content for a message. */
    EDIT,

    /** The end of a message. */
    DELETE,

    /** A reaction set or taken back. */
    REACTION,

    /** A new title. */
    RENAMED,

    /** New members. */
    MEMBERS_ADDED,

    /** The end of a membership. */
    MEMBER_REMOVED,

    /** Another role for a member. */
    ROLE_CHANGED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /**
     * The name in a history.
     *
     * @return the lower-case name, which is also the entry's type in the protocol
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Finds a constant by its {@link #wireName}.
     *
     * @param wireName the name
     * @return the constant, or empty for an unknown name
     */
    public static Optional<ChangeKind> ofWireName(String wireName) {
        for (ChangeKind candidate : values()) {
            if (candidate.wireName.equals(wireName)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
