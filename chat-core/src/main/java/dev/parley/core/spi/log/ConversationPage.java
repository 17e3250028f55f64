package dev.parley.core.spi.log;

import dev.parley.model.ConversationId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Some of the conversations that have a log. Immutable.
 *
 * @param conversations which; a page may have none, and not be the last
 * @param next where the next page begins, as {@link LogStore#conversations} takes it; empty after the last page
 */
public record ConversationPage(List<ConversationId> conversations, Optional<String> next) {

    /** What the cursors made here begin with, so that those of other stores are told from them. */
    private static final String ORDERED = "id1.";

    private static final String INVALID = "cursor: not one of this store's";

    public ConversationPage {
        conversations = List.copyOf(conversations);
    }

    /**
     * A page of a store that lists ids in an order: its cursor is the last id.
     *
     * @param found the ids in order, one more than {@code limit} when there are more
     * @param limit the most conversations of a page, 1 or more
     * @return the first {@code limit}
     */
    public static ConversationPage ordered(List<ConversationId> found, int limit) {
        if (found.size() <= limit) {
            return new ConversationPage(found, Optional.empty());
        }
        byte[] last = found.get(limit - 1).value().getBytes(StandardCharsets.UTF_8);
        String next = ORDERED + Base64.getUrlEncoder().withoutPadding().encodeToString(last);
        return new ConversationPage(found.subList(0, limit), Optional.of(next));
    }

    /**
     * Reads a cursor that {@link #ordered} made.
     *
     * @param cursor the cursor; empty for the first page
     * @return the id behind which the page begins, or empty for the first page
     * @throws ChatException {@code invalid_cursor}: the text is no such cursor
     */
    public static Optional<ConversationId> behind(Optional<String> cursor) {
        return cursor.map(text -> {
            if (!text.startsWith(ORDERED)) {
                throw new ChatException(ErrorCode.INVALID_CURSOR, INVALID);
            }
            try {
                byte[] last = Base64.getUrlDecoder().decode(text.substring(ORDERED.length()));
                return new ConversationId(new String(last, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new ChatException(ErrorCode.INVALID_CURSOR, INVALID, e);
            }
        });
    }
}
