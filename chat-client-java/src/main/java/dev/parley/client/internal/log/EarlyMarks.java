package dev.parley.client.internal.log;

import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Marks heard before the row that they belong to: the row may have been made before they grew, and come after them. Kept for
 * {@link #MOST} conversations, of which the oldest give way. Confined to the client's thread.
 */
final class EarlyMarks {

    static final int MOST = 500;

    private final Map<ConversationId, Map<UserId, Marks>> early = new LinkedHashMap<>();

    void keep(ConversationId conversation, UserId user, Marks marks) {
        early.computeIfAbsent(conversation, id -> new LinkedHashMap<>()).merge(user, marks, Marks::max);
        if (early.size() > MOST) {
            early.remove(early.keySet().iterator().next());
        }
    }

    /** Hands out what was kept for a conversation, once. */
    void take(ConversationId conversation, BiConsumer<UserId, Marks> marked) {
        Map<UserId, Marks> kept = early.remove(conversation);
        if (kept != null) {
            kept.forEach(marked);
        }
    }

    void clear() {
        early.clear();
    }
}
