package dev.parley.testkit.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a write asks for, and what an entry of the log does: the same words for both, so that they can be compared. Immutable.
 *
 * @param kind what it does
 * @param target the seq of the message that it modifies, or 0
 * @param content what is said, as a text that is equal exactly when the content is: the text itself, or a digest of it;
 *     null where there is none, or no longer any
 * @param users whom it makes a member or ends as one; empty for everything else
 * @param fullHistory of {@link ChangeKind#CREATED}: whether later members see what was said before they joined
 */
public record Change(ChangeKind kind, long target, @Nullable String content, List<String> users, boolean fullHistory) {

    /** Copies the list. */
    public Change {
        users = List.copyOf(users);
    }

    /**
     * The first entry of a log.
     *
     * @param users the first members
     * @param fullHistory whether later members see what was said before they joined
     * @return the change
     */
    public static Change created(List<String> users, boolean fullHistory) {
        return new Change(ChangeKind.CREATED, 0, null, users, fullHistory);
    }

    /**
     * A message.
     *
     * @param content what it says; null once it is deleted
     * @return the change
     */
    public static Change message(@Nullable String content) {
        return new Change(ChangeKind.MESSAGE, 0, content, List.of(), false);
    }

    /**
     * New content.
     *
     * @param target the seq of the message
     * @param content what it says from now on; null where the message was deleted since
     * @return the change
     */
    public static Change edit(long target, @Nullable String content) {
        return new Change(ChangeKind.EDIT, target, content, List.of(), false);
    }

    /**
     * The end of a message.
     *
     * @param target the seq of the message
     * @return the change
     */
    public static Change delete(long target) {
        return new Change(ChangeKind.DELETE, target, null, List.of(), false);
    }

    /**
     * A reaction.
     *
     * @param target the seq of the message
     * @param emoji the reaction
     * @param present false to take it back
     * @return the change
     */
    public static Change reaction(long target, String emoji, boolean present) {
        return new Change(ChangeKind.REACTION, target, (present ? "+" : "-") + emoji, List.of(), false);
    }

    /**
     * A new title.
     *
     * @param title the title
     * @return the change
     */
    public static Change renamed(String title) {
        return new Change(ChangeKind.RENAMED, 0, title, List.of(), false);
    }

    /**
     * New members.
     *
     * @param users who
     * @return the change
     */
    public static Change membersAdded(List<String> users) {
        return new Change(ChangeKind.MEMBERS_ADDED, 0, null, users, false);
    }

    /**
     * The end of a membership.
     *
     * @param user whose
     * @return the change
     */
    public static Change memberRemoved(String user) {
        return new Change(ChangeKind.MEMBER_REMOVED, 0, null, List.of(user), false);
    }

    /**
     * Another role.
     *
     * @param user whose
     * @param role its name
     * @return the change
     */
    public static Change roleChanged(String user, String role) {
        return new Change(ChangeKind.ROLE_CHANGED, 0, role, List.of(user), false);
    }
}
