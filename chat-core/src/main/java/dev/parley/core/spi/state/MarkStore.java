package dev.parley.core.spi.state;

import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.Store;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * High-water marks per (user, conversation), and per device the mark of what was delivered to it. Thread-safe.
 *
 * <p><b>Monotonicity.</b> [10] Each of the three marks only rises: {@code advance} sets it to the maximum of old and new,
 * in whatever order advances come, also concurrently. [11] {@code read} implies {@code delivered} in every answer. [12] A
 * device's own mark rises with {@code delivered} of the advances that name it, and never past what they said.
 *
 * <p><b>Reading.</b> [20] A read that starts after {@code advance} completed sees it. [21] Where nothing was marked, the
 * answer is {@link Marks#NONE} from {@code advance} and an absent key from reads. [22] {@code ofConversations} answers for
 * each conversation what {@code ofConversation} would for the users that are asked for there, and for no others.
 */
public interface MarkStore extends Store {

    /**
     * Raises marks.
     *
     * @param advances which, at most 10,000; those for one (user, conversation) take effect in order
     * @return one change for each advance, in order
     */
    CompletionStage<List<MarkChange>> advance(List<MarkAdvance> advances);

    /**
     * Reads a user's marks.
     *
     * @param user whose
     * @param conversations where
     * @return the marks by conversation
     */
    CompletionStage<Map<ConversationId, Marks>> ofUser(UserId user, Collection<ConversationId> conversations);

    /**
     * Reads the marks of some users.
     *
     * @param conversation where
     * @param users whose
     * @return the marks by user
     */
    CompletionStage<Map<UserId, Marks>> ofConversation(ConversationId conversation, Collection<UserId> users);

    /**
     * Reads the marks of some users in each of several conversations at once: one round trip where the store can.
     *
     * @param users whose, by conversation; at most 10,000 in all
     * @return for every conversation asked for, the marks by user
     */
    default CompletionStage<Map<ConversationId, Map<UserId, Marks>>> ofConversations(
            Map<ConversationId, ? extends Collection<UserId>> users) {
        return Stages.each(users, this::ofConversation);
    }

    /**
     * Reads what was delivered to one device.
     *
     * @param user whose device
     * @param device which
     * @param conversations where
     * @return the device's own delivered mark by conversation
     */
    CompletionStage<Map<ConversationId, Long>> ofDevice(
            UserId user, DeviceId device, Collection<ConversationId> conversations);
}
