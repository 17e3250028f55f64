package dev.parley.presence.redis.internal.cache;

import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.model.ConversationId;
import java.util.Optional;

/**
 * The seqs that answer the reading of a stretch, when all of them are there: since a log has no hole, nothing else does.
 * Immutable.
 *
 * @param low the lowest, 1 or more
 * @param high the highest, at least {@code low}
 */
record Span(ConversationId conversation, long low, long high) {

    /** No seq is higher: it is a number in JSON. */
    private static final long HIGHEST = (1L << 53) - 1;

    /**
     * The span of a stretch; empty when it has none, or comes to more than some seqs.
     *
     * @param most how many seqs
     */
    static Optional<Span> of(Stretch stretch, int most) {
        long from = Math.max(1, stretch.from());
        if (stretch.to() < from || stretch.limit() < 1) {
            return Optional.empty();
        }
        long count = Math.min(stretch.limit(), stretch.to() - from + 1);
        long low = stretch.end() == RangeEnd.OLDEST ? from : stretch.to() - count + 1;
        return count > most || low > HIGHEST - count
                ? Optional.empty()
                : Optional.of(new Span(stretch.conversation(), low, low + count - 1));
    }

    /** How many seqs there are. */
    int size() {
        return (int) (high - low + 1);
    }
}
