package dev.parley.store.cassandra.internal.log;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.model.ConversationId;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.row.Buckets;
import dev.parley.store.cassandra.internal.row.Position;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where logs end. What is remembered may be behind, never ahead: a log never shrinks unless servers lose data, so it is where a look for the true end
 * begins, and what a conditional append is tried with. Thread-safe.
 */
final class Ends {

    private static final Logger LOG = LoggerFactory.getLogger(Ends.class);

    private final Database database;
    private final LogTable log;
    private final Buckets buckets;
    private final Cache<ConversationId, Known> known;
    private final PreparedStatement point;
    private final PreparedStatement pointer;

    /** Where a log ended, and how far it reaches by now, as others say, who may be wrong. */
    private record Known(Position end, long said) {

        boolean outdated() {
            return said > end.head();
        }
    }

    /** A bucket that may have begun, and the one before it, which has. */
    private record Pointer(long bucket, long previous) {}

    Ends(Database database, LogTable log, Buckets buckets) {
        this.database = database;
        this.log = log;
        this.buckets = buckets;
        known = Caffeine.newBuilder()
                .maximumSize(database.options().cachedHeads())
                .executor(Runnable::run)
                .build();
        pointer = database.idempotent("SELECT bucket, previous FROM ${keyspace}.parley_bucket WHERE conversation = ?");
        point = database.idempotent(
                "INSERT INTO ${keyspace}.parley_bucket (conversation, bucket, previous) VALUES (?, ?, ?) USING TIMESTAMP ?");
    }

    @Nullable
    Position remembered(ConversationId conversation) {
        Known found = known.getIfPresent(conversation);
        return found == null ? null : found.end();
    }

    /** Hears that a log reaches a seq: the next append looks first, since a batch on an older end would be refused. */
    void reaches(ConversationId conversation, long seq) {
        known.asMap()
                .computeIfPresent(
                        conversation, (id, found) -> seq > found.said() ? new Known(found.end(), seq) : found);
    }

    /** Takes over an end that was seen, which settles whatever was said before: right or wrong, it has been looked at. */
    void learn(ConversationId conversation, Position position) {
        if (position.begun()) {
            known.asMap()
                    .merge(
                            conversation,
                            new Known(position, 0),
                            (old, found) -> new Known(old.end().later(found.end()), 0));
        }
    }

    /** A log that is shorter than it was: a server lost what it had acknowledged, which nothing here can bring back. */
    void forget(ConversationId conversation, Position expected) {
        LOG.error(
                "the log of {} has ended at {} and ends before it now: Cassandra lost what it had acknowledged",
                conversation,
                expected.head());
        known.invalidate(conversation);
    }

    /** The later of an end and what is remembered. */
    Position later(ConversationId conversation, Position position) {
        Position found = remembered(conversation);
        return found == null ? position : position.later(found);
    }

    /** The end as it is remembered, or as it is when none is, or one that others have seen moved. */
    CompletionStage<Position> known(ConversationId conversation) {
        Known found = known.getIfPresent(conversation);
        return found == null || found.outdated()
                ? current(conversation)
                : CompletableFuture.completedFuture(found.end());
    }

    /** The end as it is now. */
    CompletionStage<Position> current(ConversationId conversation) {
        Position position = remembered(conversation);
        CompletionStage<Position> found = position == null
                ? database.rows(
                                pointer.bind(conversation.value()),
                                row -> new Pointer(row.getLong("bucket"), row.getLong("previous")))
                        .thenCompose(rows -> rows.isEmpty()
                                ? upFrom(conversation, 0, Position.EMPTY)
                                : fromPointer(conversation, rows.get(0)))
                : upFrom(conversation, position.bucket(), position);
        return found.thenApply(end -> {
            learn(conversation, end);
            return end;
        });
    }

    /** The end as it is now, when a batch on a bucket may still be under way: afterwards it is over. */
    CompletionStage<Position> settled(ConversationId conversation, long bucket) {
        return log.end(conversation, bucket, true).thenCompose(end -> current(conversation));
    }

    private CompletionStage<Position> fromPointer(ConversationId conversation, Pointer pointer) {
        return log.end(conversation, pointer.bucket(), false)
                .thenCompose(end -> end.isPresent()
                        ? further(conversation, end.get())
                        : upFrom(conversation, pointer.previous(), Position.EMPTY));
    }

    private CompletionStage<Position> upFrom(ConversationId conversation, long bucket, Position before) {
        return log.end(conversation, bucket, false)
                .thenCompose((Optional<Position> end) ->
                        end.isPresent() ? further(conversation, end.get()) : CompletableFuture.completedFuture(before));
    }

    private CompletionStage<Position> further(ConversationId conversation, Position end) {
        long next = buckets.next(end.head());
        return next == end.bucket() ? CompletableFuture.completedFuture(end) : upFrom(conversation, next, end);
    }

    /** Points to a bucket before it begins. */
    CompletionStage<?> point(ConversationId conversation, long bucket, long previous) {
        return database.execute(point.bind(conversation.value(), bucket, previous, bucket + 1));
    }
}
