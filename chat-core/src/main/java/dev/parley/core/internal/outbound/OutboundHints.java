package dev.parley.core.internal.outbound;

import dev.parley.model.ConversationId;
import dev.parley.protocol.Event;
import java.util.HashMap;
import java.util.Map;

/** Heads to hint at instead of entries that did not fit; there is none while entries are pushed. An {@link OutboundQueue} guards it. */
final class OutboundHints {

    /** What a hint costs at most beyond its conversation's id. */
    private static final int HINT_BYTES = 64;

    private static final int MOST_BYTES_PER_CHARACTER = 3;

    private final int limit;
    private final Map<ConversationId, Long> heads = new HashMap<>();
    private long bytes;

    OutboundHints(int limit) {
        this.limit = limit;
    }

    static boolean hintable(Event event) {
        return event instanceof Event.Appended || event instanceof Event.Hint;
    }

    /** Notes what an entry or hint says; false when that is too much. */
    boolean note(Event event) {
        if (event instanceof Event.Appended appended) {
            note(appended.entry().conversation(), appended.entry().seq());
        } else if (event instanceof Event.Hint known) {
            note(known.conversation(), known.head());
        }
        // Half of the bytes, so that the hints have room once half is written.
        return bytes <= limit / 2;
    }

    private void note(ConversationId conversation, long seq) {
        if (heads.put(conversation, Math.max(seq, heads.getOrDefault(conversation, 0L))) == null) {
            bytes += HINT_BYTES
                    + (long) MOST_BYTES_PER_CHARACTER * conversation.value().length();
        }
    }

    /** What was noted. */
    Map<ConversationId, Long> heads() {
        return heads;
    }
}
