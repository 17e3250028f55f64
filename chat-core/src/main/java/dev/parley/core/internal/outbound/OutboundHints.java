package dev.parley.core.internal.outbound;

import dev.parley.model.ConversationId;
import dev.parley.protocol.Event;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Heads to hint at instead of entries that did not fit, while there are any. An {@link OutboundQueue} guards it. */
final class OutboundHints {

    /** What a hint costs at most beyond its conversation's id. */
    private static final int HINT_BYTES = 64;

    private static final int MOST_BYTES_PER_CHARACTER = 3;

    private final int limit;
    /** Null while entries are pushed. */
    private @Nullable Map<ConversationId, Long> heads;

    private long bytes;

    OutboundHints(int limit) {
        this.limit = limit;
    }

    static boolean hintable(Event event) {
        return event instanceof Event.Appended || event instanceof Event.Hint;
    }

    boolean active() {
        return heads != null;
    }

    /** From now on entries are hinted at. */
    void begin() {
        if (heads == null) {
            heads = new HashMap<>();
            bytes = 0;
        }
    }

    /** Notes what an entry or hint says; false when that is too much. */
    boolean note(Event event) {
        begin();
        if (event instanceof Event.Appended appended) {
            note(appended.entry().conversation(), appended.entry().seq());
        } else if (event instanceof Event.Hint known) {
            note(known.conversation(), known.head());
        }
        // Half of the bytes, so that the hints have room once half is written.
        return bytes <= limit / 2;
    }

    private void note(ConversationId conversation, long seq) {
        if (heads != null && heads.put(conversation, Math.max(seq, heads.getOrDefault(conversation, 0L))) == null) {
            bytes += HINT_BYTES
                    + (long) MOST_BYTES_PER_CHARACTER * conversation.value().length();
        }
    }

    /** What was noted; entries are pushed again. */
    Map<ConversationId, Long> end() {
        Map<ConversationId, Long> noted = heads;
        heads = null;
        return noted == null ? Map.of() : noted;
    }
}
