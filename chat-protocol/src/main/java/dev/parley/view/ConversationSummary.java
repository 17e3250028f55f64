package dev.parley.view;

import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of a user's inbox: a conversation and where the user stands in it. Immutable.
 *
 * @param conversation the conversation itself
 * @param head the highest seq that the user may see
 * @param visibleFrom the lowest seq that the user may see
 * @param role the user's role, or null once no longer a member
 * @param peer the other user of a direct conversation, or null
 * @param last the newest visible message, or null; of encrypted content the bytes are as sent
 * @param marks the user's own marks
 * @param unread what the user has not read
 * @param settings how the user wants to have it
 * @param sortId what an inbox sorts the row by, a UUIDv7: the id of the newest message, or of what last brought the
 *     conversation into the inbox, whichever is later; null while there is neither
 * @param memberMarks the marks of all members, in conversations whose fan-out is on write; else empty
 */
public record ConversationSummary(
        Conversation conversation,
        long head,
        long visibleFrom,
        @Nullable Role role,
        @Nullable UserId peer,
        @Nullable Message last,
        Marks marks,
        Unread unread,
        ConversationSettings settings,
        @Nullable UUID sortId,
        List<MemberMarks> memberMarks) {

    public ConversationSummary {
        memberMarks = List.copyOf(memberMarks);
    }
}
