package dev.parley.model;

import java.util.Locale;
import java.util.Optional;

/** What sort of conversation it is. Immutable. */
public enum ConversationKind {
    /** Two users (or one, alone); its id is derived from the pair; membership never changes. */
    DIRECT,

    /** Members who all may speak. */
    GROUP,

    /** Few who speak, any number who read. */
    CHANNEL;

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
    public static Optional<ConversationKind> ofWireName(String wireName) {
        for (ConversationKind candidate : values()) {
            if (candidate.wireName.equals(wireName)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
