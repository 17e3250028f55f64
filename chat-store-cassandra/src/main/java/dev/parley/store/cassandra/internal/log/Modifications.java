package dev.parley.store.cassandra.internal.log;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.Futures;
import dev.parley.store.cassandra.internal.row.Buckets;
import dev.parley.store.cassandra.internal.row.Columns;
import dev.parley.store.cassandra.internal.row.EntryType;
import dev.parley.store.cassandra.internal.row.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * What changes which message. A row is written before its entry is appended and gets its seq afterwards; whoever reads one
 * without asks for the key in the log, which is the truth. Thread-safe.
 */
final class Modifications {

    private static final List<Byte> ALL_TYPES = List.of(EntryType.EDIT, EntryType.DELETE, EntryType.REACTION);

    private final Database database;
    private final LogTable log;
    private final Buckets buckets;
    private final PreparedStatement announce;
    private final PreparedStatement confirm;
    private final PreparedStatement ofTargets;
    private final PreparedStatement deletes;

    /** A row; the seq is 0 when it is not there. */
    private record Found(byte type, long target, Key key, long atBucket, long seq) {

        static Found read(Row row) {
            return new Found(
                    row.getByte("type"),
                    row.getLong("target"),
                    new Key(Columns.text(row, "sender"), Columns.text(row, "key")),
                    row.getLong("at_bucket"),
                    row.getLong("seq"));
        }
    }

    Modifications(Database database, LogTable log, Buckets buckets) {
        this.database = database;
        this.log = log;
        this.buckets = buckets;
        String select = "SELECT type, target, sender, key, at_bucket, seq FROM ${keyspace}.parley_modification"
                + " WHERE conversation = ? AND bucket = ?";
        announce = database.idempotent("INSERT INTO ${keyspace}.parley_modification"
                + " (conversation, bucket, type, target, sender, key, at_bucket) VALUES (?, ?, ?, ?, ?, ?, ?)");
        confirm = database.idempotent("INSERT INTO ${keyspace}.parley_modification"
                + " (conversation, bucket, type, target, sender, key, at_bucket, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        ofTargets = database.idempotent(select + " AND type IN ? AND target IN ?");
        deletes = database.idempotent(select + " AND type = ? AND target >= ? AND target <= ?");
    }

    /** Says that an entry is about to be appended in a bucket. */
    CompletionStage<?> announce(ConversationId conversation, Prepared each, long atBucket) {
        return database.execute(announce.bind(
                conversation.value(),
                buckets.of(each.target()),
                each.type(),
                each.target(),
                each.key().sender(),
                each.key().key(),
                atBucket));
    }

    /** Says that it was. Nobody waits for it: without it, readers ask the log. */
    void confirm(ConversationId conversation, Prepared each, long atBucket, long seq) {
        confirm(conversation, new Found(each.type(), each.target(), each.key(), atBucket, seq));
    }

    private void confirm(ConversationId conversation, Found row) {
        database.execute(confirm.bind(
                conversation.value(),
                buckets.of(row.target()),
                row.type(),
                row.target(),
                row.key().sender(),
                row.key().key(),
                row.atBucket(),
                row.seq()));
    }

    /** The edits, deletes and reactions of some messages, by ascending seq. */
    CompletionStage<List<Entry>> of(ConversationId conversation, Collection<Long> targets) {
        Set<Long> asked = new HashSet<>(targets);
        Map<Long, List<Long>> byBucket =
                asked.stream().sorted().collect(Collectors.groupingBy(buckets::of, TreeMap::new, Collectors.toList()));
        List<Statement<?>> statements = new ArrayList<>();
        byBucket.forEach((bucket, own) -> statements.add(ofTargets.bind(conversation.value(), bucket, ALL_TYPES, own)));
        return rows(conversation, statements)
                .thenCompose(found -> entries(conversation, found))
                .thenApply(entries -> entries.stream()
                        .filter(entry -> asked.contains(entry.body().target()))
                        .sorted(Comparator.comparingLong(Entry::seq))
                        .toList());
    }

    /** Which messages of a range are deleted. */
    CompletionStage<Set<Long>> deleted(ConversationId conversation, long from, long to) {
        List<Statement<?>> statements = new ArrayList<>();
        for (long bucket = buckets.of(from); bucket <= buckets.of(to); bucket++) {
            statements.add(deletes.bind(conversation.value(), bucket, EntryType.DELETE, from, to));
        }
        return rows(conversation, statements)
                .thenApply(found -> found.stream().map(Found::target).collect(Collectors.toSet()));
    }

    /** The rows whose append is known to have happened. */
    private CompletionStage<List<Found>> rows(ConversationId conversation, List<Statement<?>> statements) {
        return Futures.each(statements, each -> database.rows(each, Found::read))
                .thenCompose(found -> Futures.each(
                        found.stream().flatMap(List::stream).toList(), each -> resolved(conversation, each)))
                .thenApply(found -> found.stream().flatMap(Optional::stream).toList());
    }

    private CompletionStage<Optional<Found>> resolved(ConversationId conversation, Found row) {
        if (row.seq() > 0) {
            return CompletableFuture.completedFuture(Optional.of(row));
        }
        return log.key(conversation, row.atBucket(), row.key(), false)
                .thenApply(key -> key.filter(used -> used.type() == row.type() && used.target() == row.target())
                        .map(used -> {
                            Found known = new Found(row.type(), row.target(), row.key(), row.atBucket(), used.at());
                            confirm(conversation, known);
                            return known;
                        }));
    }

    private CompletionStage<List<Entry>> entries(ConversationId conversation, List<Found> rows) {
        Map<Long, List<Long>> byBucket = rows.stream()
                .collect(Collectors.groupingBy(
                        Found::atBucket, TreeMap::new, Collectors.mapping(Found::seq, Collectors.toList())));
        return Futures.each(
                        List.copyOf(byBucket.entrySet()), each -> some(conversation, each.getKey(), each.getValue()))
                .thenApply(found -> found.stream().flatMap(List::stream).toList());
    }

    /** All of them are there: where a replica is behind, a serial read makes up for it. */
    private CompletionStage<List<Entry>> some(ConversationId conversation, long bucket, List<Long> seqs) {
        return log.some(conversation, bucket, seqs, false)
                .thenCompose(found -> found.size() == seqs.size()
                        ? CompletableFuture.completedFuture(found)
                        : log.some(conversation, bucket, seqs, true));
    }
}
