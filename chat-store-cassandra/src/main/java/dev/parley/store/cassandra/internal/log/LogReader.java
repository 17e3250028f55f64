package dev.parley.store.cassandra.internal.log;

import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.cassandra.internal.db.Futures;
import dev.parley.store.cassandra.internal.row.Buckets;
import dev.parley.store.cassandra.internal.row.Outline;
import dev.parley.store.cassandra.internal.row.Position;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * Reads stretches of logs. A log has no holes, so a read knows what it must find: its buckets are read at once, and what is
 * missing lies in an earlier bucket, where it came with others, or in a batch that some replicas have not got yet. Thread-safe.
 */
final class LogReader {

    private final LogTable log;
    private final Ends ends;
    private final Buckets buckets;

    /** Reads some columns of one bucket. */
    interface Bucket<T> {
        CompletionStage<List<T>> read(ConversationId conversation, long bucket, long from, long to, boolean serially);
    }

    LogReader(LogTable log, Ends ends, Buckets buckets) {
        this.log = log;
        this.ends = ends;
        this.buckets = buckets;
    }

    CompletionStage<List<Entry>> read(Stretch stretch) {
        if (stretch.from() > stretch.to()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return end(stretch.conversation(), stretch.to()).thenCompose(head -> {
            long from = Math.max(1, stretch.from());
            long to = Math.min(stretch.to(), head);
            if (stretch.end() == RangeEnd.OLDEST) {
                to = Math.min(to, from + stretch.limit() - 1);
            } else {
                from = Math.max(from, to - stretch.limit() + 1);
            }
            return entries(stretch.conversation(), from, to);
        });
    }

    /** The head, or as much of it as is known to reach a seq. */
    CompletionStage<Long> end(ConversationId conversation, long to) {
        Position known = ends.remembered(conversation);
        return known != null && known.head() >= to
                ? CompletableFuture.completedFuture(known.head())
                : ends.current(conversation).thenApply(Position::head);
    }

    CompletionStage<List<Entry>> entries(ConversationId conversation, long from, long to) {
        return range(conversation, from, to, log::range, Entry::seq);
    }

    CompletionStage<List<Outline>> outlines(ConversationId conversation, long from, long to) {
        return range(conversation, from, to, log::outline, Outline::seq);
    }

    /** One entry whose bucket is known. */
    CompletionStage<Entry> at(ConversationId conversation, long bucket, long seq) {
        return log.range(conversation, bucket, seq, seq, false)
                .thenCompose(found -> found.isEmpty()
                        ? log.range(conversation, bucket, seq, seq, true)
                        : CompletableFuture.completedFuture(found))
                .thenApply(found -> found.stream().findFirst().orElseThrow(() -> missing(conversation, seq)));
    }

    private <T> CompletionStage<List<T>> range(
            ConversationId conversation, long from, long to, Bucket<T> reader, ToLongFunction<T> seq) {
        if (from > to) {
            return CompletableFuture.completedFuture(List.of());
        }
        return find(conversation, from, to, reader, seq, false).thenCompose(found -> {
            boolean whole = found.size() == to - from + 1;
            return whole
                    ? CompletableFuture.completedFuture(List.copyOf(found.values()))
                    : find(conversation, from, to, reader, seq, true).thenApply(again -> {
                        if (again.size() != to - from + 1) {
                            throw missing(conversation, from);
                        }
                        return List.copyOf(again.values());
                    });
        });
    }

    private <T> CompletionStage<SortedMap<Long, T>> find(
            ConversationId conversation,
            long from,
            long to,
            Bucket<T> reader,
            ToLongFunction<T> seq,
            boolean serially) {
        long first = buckets.of(from);
        List<Long> asked = LongStream.rangeClosed(first, buckets.of(to)).boxed().toList();
        return Futures.each(asked, bucket -> reader.read(conversation, bucket, from, to, serially))
                .thenCompose(rows -> {
                    SortedMap<Long, T> found = new TreeMap<>();
                    rows.forEach(each -> each.forEach(row -> found.put(seq.applyAsLong(row), row)));
                    return below(conversation, new Search<>(first, from, to, found, reader, seq, serially));
                });
    }

    /** What a search has found so far, in buckets from {@code lowest} up. */
    private record Search<T>(
            long lowest,
            long from,
            long to,
            SortedMap<Long, T> found,
            Bucket<T> reader,
            ToLongFunction<T> seq,
            boolean serially) {

        Search<T> down() {
            return new Search<>(lowest - 1, from, to, found, reader, seq, serially);
        }
    }

    /** Goes on in earlier buckets while the first entries are missing, down to the first that has begun. */
    private <T> CompletionStage<SortedMap<Long, T>> below(ConversationId conversation, Search<T> search) {
        SortedMap<Long, T> found = search.found();
        if (search.lowest() == 0 || found.containsKey(search.from())) {
            return CompletableFuture.completedFuture(found);
        }
        long bucket = search.lowest() - 1;
        return search.reader()
                .read(conversation, bucket, search.from(), search.to(), search.serially())
                .thenCompose(rows -> {
                    rows.forEach(row -> found.put(search.seq().applyAsLong(row), row));
                    return rows.isEmpty()
                            ? log.end(conversation, bucket, search.serially())
                                    .thenCompose(end -> end.isPresent()
                                            ? CompletableFuture.completedFuture(found)
                                            : below(conversation, search.down()))
                            : below(conversation, search.down());
                });
    }

    private static ChatException missing(ConversationId conversation, long seq) {
        return new ChatException(
                ErrorCode.STORE_UNAVAILABLE, "an entry cannot be found yet: " + conversation + " #" + seq);
    }
}
