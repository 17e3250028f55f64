package dev.parley.view;

import dev.parley.model.Entry;
import dev.parley.model.Message;
import java.util.List;

/**
 * A stretch of a log, in order and without a hole. Messages stand in it as they are as of {@code asOf}: edits, deletes
 * and reactions up to there are applied. An {@code edit} entry in it has no body where its message was deleted since.
 * Immutable.
 *
 * @param items the entries, by ascending seq
 * @param head the highest seq that the user may see
 * @param asOf the head as of which messages are shown
 * @param before whether there are visible entries before the first item
 * @param after whether there are visible entries after the last item
 */
public record EntryPage(List<Item> items, long head, long asOf, boolean before, boolean after) {

    /** One entry of the page. All kinds are immutable. */
    public sealed interface Item {
        /**
         * Its place in the log.
         *
         * @return the seq
         */
        long seq();
    }

    /**
     * A message as it is now.
     *
     * @param message the message
     */
    public record Said(Message message) implements Item {
        @Override
        public long seq() {
            return message.seq();
        }
    }

    /**
     * Any other entry.
     *
     * @param entry the entry
     */
    public record Happened(Entry entry) implements Item {
        @Override
        public long seq() {
            return entry.seq();
        }
    }

    public EntryPage {
        items = List.copyOf(items);
    }
}
