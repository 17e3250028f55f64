package dev.parley.model;

import java.util.Locale;
import java.util.Optional;

/** What a new member sees of what was said before they joined. Immutable. */
public enum HistoryPolicy {
    /** Only what comes after they joined. */
    JOINED,

    /** Everything. */
    FULL;

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
    public static Optional<HistoryPolicy> ofWireName(String wireName) {
        for (HistoryPolicy candidate : values()) {
            if (candidate.wireName.equals(wireName)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
