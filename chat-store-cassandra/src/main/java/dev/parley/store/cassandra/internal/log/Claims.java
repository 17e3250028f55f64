package dev.parley.store.cassandra.internal.log;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.parley.model.ConversationId;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.Futures;
import dev.parley.store.cassandra.internal.row.Key;
import dev.parley.store.cassandra.internal.row.KeyRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** In which buckets appends under a key were tried: docs/decisions/0043. Thread-safe. */
final class Claims {

    private final Database database;
    private final LogTable log;
    private final PreparedStatement claim;
    private final PreparedStatement claimed;
    private final int seconds;

    Claims(Database database, LogTable log) {
        this.database = database;
        this.log = log;
        seconds = Math.toIntExact(database.options().keyWindow().toSeconds());
        claim = database.idempotent(
                "INSERT INTO ${keyspace}.parley_claim (conversation, sender, key, bucket) VALUES (?, ?, ?, ?) USING TTL ?");
        claimed = database.idempotent(
                "SELECT bucket FROM ${keyspace}.parley_claim WHERE conversation = ? AND sender = ? AND key = ?");
    }

    /**
     * Says that a key is about to be used in a bucket, which is known to be current, and finds its rows in others.
     *
     * @return the row that the key has in another bucket
     */
    CompletionStage<Optional<KeyRow>> claim(ConversationId conversation, Key key, long bucket) {
        CompletionStage<?> written =
                database.execute(claim.bind(conversation.value(), key.sender(), key.key(), bucket, seconds));
        CompletionStage<Optional<KeyRow>> elsewhere = buckets(conversation, key)
                .thenCompose(found -> find(
                        conversation,
                        key,
                        found.stream().filter(each -> each != bucket).toList()));
        return elsewhere.thenCombine(written, (row, done) -> row);
    }

    /** The buckets in which a key was tried. */
    CompletionStage<List<Long>> buckets(ConversationId conversation, Key key) {
        return database.rows(claimed.bind(conversation.value(), key.sender(), key.key()), row -> row.getLong("bucket"));
    }

    /** The row of a key in one of some buckets; serially, because a batch that was given up may still be under way. */
    CompletionStage<Optional<KeyRow>> find(ConversationId conversation, Key key, List<Long> buckets) {
        return Futures.each(buckets, each -> log.key(conversation, each, key, true))
                .thenApply(found -> found.stream().flatMap(Optional::stream).findFirst());
    }
}
