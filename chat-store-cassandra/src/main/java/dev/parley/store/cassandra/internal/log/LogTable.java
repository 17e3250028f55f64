package dev.parley.store.cassandra.internal.log;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PagingState;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.parley.core.spi.log.ConversationPage;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.EntryCodec;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.row.Columns;
import dev.parley.store.cassandra.internal.row.Key;
import dev.parley.store.cassandra.internal.row.KeyRow;
import dev.parley.store.cassandra.internal.row.Outline;
import dev.parley.store.cassandra.internal.row.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The statements on {@code parley_log}, which only {@link #append} writes. Thread-safe. */
final class LogTable {

    private static final String ENTRY = "SELECT seq, sender, key, head, id, device, time_ms, body FROM";

    private final Database database;
    private final PreparedStatement end;
    private final PreparedStatement moveHead;
    private final PreparedStatement takeKey;
    private final PreparedStatement addEntry;
    private final PreparedStatement key;
    private final PreparedStatement range;
    private final PreparedStatement some;
    private final PreparedStatement outline;
    private final PreparedStatement partitions;

    LogTable(Database database) {
        this.database = database;
        String log = " ${keyspace}.parley_log WHERE conversation = ? AND bucket = ?";
        end = database.idempotent("SELECT DISTINCT conversation, bucket, head, state_seq FROM" + log);
        moveHead = database.conditional("UPDATE ${keyspace}.parley_log SET head = ?, state_seq = ?"
                + " WHERE conversation = ? AND bucket = ? IF head = ?");
        takeKey = database.conditional(
                "INSERT INTO ${keyspace}.parley_log (conversation, bucket, seq, sender, key, at, id,"
                        + " fingerprint, type, target) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS");
        addEntry =
                database.conditional("INSERT INTO ${keyspace}.parley_log (conversation, bucket, seq, sender, key, id,"
                        + " device, fingerprint, time_ms, type, target, mentions, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        key = database.idempotent(
                "SELECT " + KeyRow.COLUMNS + " FROM" + log + " AND seq = 0 AND sender = ? AND key = ?");
        range = database.idempotent(ENTRY + log + " AND seq >= ? AND seq <= ?");
        some = database.idempotent(ENTRY + log + " AND seq IN ?");
        outline = database.idempotent(
                "SELECT seq, sender, head, type, mentions FROM" + log + " AND seq >= ? AND seq <= ?");
        partitions = database.idempotent("SELECT DISTINCT conversation, bucket FROM ${keyspace}.parley_log");
    }

    /** Where a bucket ends, or empty when it has not begun. */
    CompletionStage<Optional<Position>> end(ConversationId conversation, long bucket, boolean serially) {
        BoundStatement asked = end.bind(conversation.value(), bucket);
        return database.rows(serially ? database.serially(asked) : asked, LogTable::position)
                .thenApply(found -> found.stream().flatMap(Optional::stream).findFirst());
    }

    /** Where the bucket of a row ends, unless the row says nothing of it. */
    static Optional<Position> position(Row row) {
        return row.isNull("head")
                ? Optional.empty()
                : Optional.of(new Position(row.getLong("bucket"), true, row.getLong("head"), row.getLong("state_seq")));
    }

    CompletionStage<Optional<KeyRow>> key(ConversationId conversation, long bucket, Key asked, boolean serially) {
        BoundStatement statement = key.bind(conversation.value(), bucket, asked.sender(), asked.key());
        return database.rows(serially ? database.serially(statement) : statement, row -> row)
                .thenApply(rows -> rows.stream()
                        .filter(row -> !row.isNull("at"))
                        .map(KeyRow::read)
                        .findFirst());
    }

    CompletionStage<List<Entry>> range(ConversationId conversation, long bucket, long from, long to, boolean serially) {
        BoundStatement asked = range.bind(conversation.value(), bucket, from, to);
        return database.rows(serially ? database.serially(asked) : asked, row -> entry(conversation, row));
    }

    CompletionStage<List<Outline>> outline(
            ConversationId conversation, long bucket, long from, long to, boolean serially) {
        BoundStatement asked = outline.bind(conversation.value(), bucket, from, to);
        return database.rows(serially ? database.serially(asked) : asked, Outline::read);
    }

    CompletionStage<List<Entry>> some(ConversationId conversation, long bucket, List<Long> seqs, boolean serially) {
        BoundStatement asked = some.bind(conversation.value(), bucket, seqs);
        return database.rows(serially ? database.serially(asked) : asked, row -> entry(conversation, row));
    }

    /** Moves the head of a bucket, from where it is expected, over entries whose keys are not in the bucket yet. */
    CompletionStage<AsyncResultSet> append(ConversationId conversation, long bucket, Addition addition) {
        BatchStatementBuilder batch = BatchStatement.builder(BatchType.UNLOGGED);
        Position after = addition.after();
        Long expected = addition.before();
        batch.addStatement(moveHead.bind(after.head(), after.stateSeq(), conversation.value(), bucket, expected));
        long seq = addition.firstSeq();
        for (Prepared each : addition.entries()) {
            batch.addStatement(takeKey.bind(
                    conversation.value(),
                    bucket,
                    each.key().sender(),
                    each.key().key(),
                    seq,
                    each.entry().id(),
                    each.fingerprint(),
                    each.type(),
                    each.target()));
            batch.addStatement(entryRow(conversation, bucket, seq, each));
            seq++;
        }
        return database.execute(database.configured(batch.build()));
    }

    private BoundStatement entryRow(ConversationId conversation, long bucket, long seq, Prepared each) {
        DeviceId device = each.entry().origin().device();
        List<String> mentions = each.mentions();
        BoundStatementBuilder row = addEntry.boundStatementBuilder(
                        conversation.value(),
                        bucket,
                        seq,
                        each.key().sender(),
                        each.key().key(),
                        each.entry().id())
                .setByteBuffer("fingerprint", each.fingerprint())
                .setLong("time_ms", each.entry().time().toEpochMilli())
                .setByte("type", each.type())
                .setByteBuffer("body", each.body().duplicate());
        // What is not set leaves no tombstone, as a null would.
        if (device != null) {
            row = row.setString("device", device.value());
        }
        if (each.target() != 0) {
            row = row.setLong("target", each.target());
        }
        if (!mentions.isEmpty()) {
            row = row.setList("mentions", mentions, String.class);
        }
        return row.build();
    }

    /**
     * Lists logs by their first buckets, which all of them have; further buckets are passed over. The cursor is the driver's
     * own, and holds as long as statement and protocol stay.
     */
    CompletionStage<ConversationPage> logs(Optional<String> cursor, int limit) {
        BoundStatement first = partitions.bind().setPageSize(limit);
        BoundStatement asked = cursor.isPresent() ? from(first, cursor.get()) : first;
        return database.execute(asked).thenApply(rows -> {
            List<ConversationId> begun = new ArrayList<>();
            for (Row row : rows.currentPage()) {
                if (row.getLong("bucket") == 0) {
                    begun.add(new ConversationId(Columns.text(row, "conversation")));
                }
            }
            PagingState next = rows.hasMorePages() ? rows.getExecutionInfo().getSafePagingState() : null;
            return new ConversationPage(begun, Optional.ofNullable(next).map(PagingState::toString));
        });
    }

    /** The driver says whether the state belongs to the statement, and of bytes that are none of its own whatever comes of them. */
    private static BoundStatement from(BoundStatement statement, String cursor) {
        try {
            return statement.setPagingState(PagingState.fromString(cursor));
        } catch (RuntimeException e) {
            throw new ChatException(ErrorCode.INVALID_CURSOR, "cursor: not one of this store's", e);
        }
    }

    private static Entry entry(ConversationId conversation, Row row) {
        String device = row.getString("device");
        UUID id = row.getUuid("id");
        if (id == null) {
            throw new IllegalStateException("an entry without an id");
        }
        ByteBuffer body = Columns.bytes(row, "body");
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        Origin origin = new Origin(new UserId(Columns.text(row, "sender")), deviceOf(device), Columns.text(row, "key"));
        return new Entry(
                conversation,
                row.getLong("seq"),
                id,
                origin,
                Instant.ofEpochMilli(row.getLong("time_ms")),
                EntryCodec.decode(bytes));
    }

    private static @Nullable DeviceId deviceOf(@Nullable String device) {
        return device == null ? null : new DeviceId(device);
    }
}
