package dev.parley.testkit.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a successful operation was answered. All kinds are immutable. */
public sealed interface Answer {

    /**
     * The ack of a {@link Operation.Write}.
     *
     * @param seq the entry's place
     * @param conversation where, if the operation did not say it
     */
    record Stored(long seq, @Nullable String conversation) implements Answer {}

    /**
     * The user's marks after a {@link Operation.Mark}.
     *
     * @param delivered up to which seq the user has received
     * @param read up to which seq the user has read
     */
    record Marks(long delivered, long read) implements Answer {}

    /**
     * What a {@link Operation.Read} found.
     *
     * @param head the highest seq that the reader may see
     * @param entries a stretch, by ascending seq
     */
    record Page(long head, List<LogEntry> entries) implements Answer {
        /** Copies the list. */
        public Page {
            entries = List.copyOf(entries);
        }
    }
}
