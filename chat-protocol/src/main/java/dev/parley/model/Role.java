package dev.parley.model;

import java.util.Locale;
import java.util.Optional;

/** What a member may do; the permission table stands in {@code docs/limits.md}. Immutable. */
public enum Role {
    /** May do everything, and there is always at least one. */
    OWNER,

    /** May manage members and remove others' messages. */
    ADMIN,

    /** May speak in a group, read in a channel. */
    MEMBER;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /**
     * The name on the wire and in stores, which never changes.
     *
     * @return the lower-case name
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Finds a constant by its {@link #wireName}.
     *
     * @param wireName the name
     * @return the constant, or empty for a name that this version does not know
     */
    public static Optional<Role> ofWireName(String wireName) {
        for (Role candidate : values()) {
            if (candidate.wireName.equals(wireName)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
