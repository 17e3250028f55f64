package dev.parley.integration.authorisation;

import java.util.Locale;

/** Who asks: the columns of the table. */
enum Who {
    OWNER,
    ADMIN,
    MEMBER,
    LEFT,
    REMOVED,
    OTHER,
    STRANGER,
    ANONYMOUS;

    /** Whether they ever wrote in the conversation: in a channel its members may not. */
    boolean wrote(boolean channel) {
        return compareTo(channel ? ADMIN : REMOVED) <= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
