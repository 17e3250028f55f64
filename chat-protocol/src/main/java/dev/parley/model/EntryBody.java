package dev.parley.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one entry of a conversation's log does. All kinds are immutable. */
public sealed interface EntryBody {

    /**
     * Tells whether the entry changes the conversation itself (its title, members or roles), so that whoever decided on
     * an older state must decide again.
     *
     * @return true for {@link Created}, {@link Renamed}, {@link MembersAdded}, {@link MemberRemoved} and
     *     {@link RoleChanged}
     */
    default boolean changesConversation() {
        return this instanceof Created
                || this instanceof Renamed
                || this instanceof MembersAdded
                || this instanceof MemberRemoved
                || this instanceof RoleChanged;
    }

    /**
     * The message that this entry modifies.
     *
     * @return the seq of the target of an {@link Edit}, {@link Delete} or {@link Reaction}; 0 for any other entry
     */
    default long target() {
        return 0;
    }

    /**
     * The first entry of every log.
     *
     * @param kind the kind of conversation
     * @param title the title, or null; a direct conversation has none
     * @param history what later members see of the past
     * @param members the first members; exactly the pair in a direct conversation
     */
    record Created(ConversationKind kind, @Nullable String title, HistoryPolicy history, List<MemberSpec> members)
            implements EntryBody {
        public Created {
            members = List.copyOf(members);
        }
    }

    /**
     * A message.
     *
     * @param body what was said
     */
    record Posted(MessageBody body) implements EntryBody {}

    /**
     * New content for a message.
     *
     * @param target the seq of the message
     * @param body what it says from now on, or null where the message was deleted since: content then never returns
     */
    record Edit(long target, @Nullable MessageBody body) implements EntryBody {}

    /**
     * The end of a message: its content is gone for everybody.
     *
     * @param target the seq of the message
     */
    record Delete(long target) implements EntryBody {}

    /**
     * A reaction set or taken back.
     *
     * @param target the seq of the message
     * @param emoji the reaction, 1 to 64 bytes of UTF-8
     * @param present true to set it, false to take it back
     */
    record Reaction(long target, String emoji, boolean present) implements EntryBody {}

    /**
     * A new title.
     *
     * @param title the title
     */
    record Renamed(String title) implements EntryBody {}

    /**
     * New members.
     *
     * @param members who, and in what role
     */
    record MembersAdded(List<MemberSpec> members) implements EntryBody {
        public MembersAdded {
            members = List.copyOf(members);
        }
    }

    /**
     * The end of a membership: left when the sender is the user, removed otherwise. It is the last entry that the user
     * sees.
     *
     * @param user who is no longer a member
     */
    record MemberRemoved(UserId user) implements EntryBody {}

    /**
     * Another role for a member.
     *
     * @param user the member
     * @param role the new role
     */
    record RoleChanged(UserId user, Role role) implements EntryBody {}

    /**
     * An entry of a kind that this version does not know: skipped, with the cursor advanced.
     *
     * @param type its name on the wire
     */
    record Unknown(String type) implements EntryBody {}
}
