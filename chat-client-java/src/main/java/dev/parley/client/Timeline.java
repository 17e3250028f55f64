package dev.parley.client;

import dev.parley.model.ConversationId;
import dev.parley.view.EntryPage;
import java.util.List;

/**
 * What the client holds of a conversation's log: a stretch without a hole that ends at the cursor, with every edit,
 * delete and reaction up to there applied. Immutable.
 *
 * @param conversation the conversation
 * @param items messages as they are now, and other entries, by ascending seq
 * @param cursor the highest seq up to which the client has everything
 * @param before whether the server has visible entries before the first item
 */
public record Timeline(ConversationId conversation, List<EntryPage.Item> items, long cursor, boolean before) {

    /**
     * Copies the list.
     *
     * @param conversation the conversation
     * @param items the items
     * @param cursor the cursor
     * @param before whether there is more
     */
    public Timeline {
        items = List.copyOf(items);
    }
}
