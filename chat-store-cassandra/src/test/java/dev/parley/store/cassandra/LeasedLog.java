package dev.parley.store.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.parley.model.ConversationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the store might have been: one node holds a lease on a log, counts the seqs in memory, and inserts without a condition.
 * A key is looked up before and written beside the entry. Thread-safe.
 */
final class LeasedLog {

    private final CqlSession session;
    private final PreparedStatement owner;
    private final PreparedStatement own;
    private final PreparedStatement take;
    private final PreparedStatement head;
    private final PreparedStatement seqOf;
    private final PreparedStatement addKey;
    private final PreparedStatement addEntry;
    private final PreparedStatement addEntryOfEpoch;
    private final PreparedStatement keys;

    LeasedLog(CqlSession session, String keyspace) {
        this.session = session;
        table(keyspace + ".leased_owner (log text PRIMARY KEY, node text, epoch bigint)");
        table(keyspace + ".leased_key (log text, key text, seq bigint, PRIMARY KEY ((log, key)))");
        table(keyspace + ".leased_log (log text, bucket bigint, seq bigint, key text, body blob,"
                + " PRIMARY KEY ((log, bucket), seq))");
        owner = prepare("SELECT epoch FROM " + keyspace + ".leased_owner WHERE log = ?");
        own = prepare("INSERT INTO " + keyspace + ".leased_owner (log, node, epoch) VALUES (?, ?, 1) IF NOT EXISTS");
        take = prepare("UPDATE " + keyspace + ".leased_owner SET node = ?, epoch = ? WHERE log = ? IF epoch = ?");
        head = prepare(
                "SELECT seq FROM " + keyspace + ".leased_log WHERE log = ? AND bucket = 0 ORDER BY seq DESC LIMIT 1");
        seqOf = prepare("SELECT seq FROM " + keyspace + ".leased_key WHERE log = ? AND key = ?");
        addKey = prepare("INSERT INTO " + keyspace + ".leased_key (log, key, seq) VALUES (?, ?, ?)");
        String insert = "INSERT INTO " + keyspace + ".leased_log (log, bucket, seq, key, body) VALUES (?, 0, ?, ?, ?)";
        addEntry = prepare(insert);
        addEntryOfEpoch = prepare(insert + " USING TIMESTAMP ?");
        keys = prepare("SELECT key FROM " + keyspace + ".leased_log WHERE log = ? AND bucket = 0");
    }

    private void table(String definition) {
        session.execute(SimpleStatement.newInstance("CREATE TABLE IF NOT EXISTS " + definition)
                .setTimeout(Duration.ofMinutes(1)));
    }

    private PreparedStatement prepare(String cql) {
        return session.prepare(SimpleStatement.builder(cql)
                .setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM)
                .setSerialConsistencyLevel(ConsistencyLevel.LOCAL_SERIAL)
                .setTimeout(Duration.ofSeconds(20))
                .build());
    }

    /** Makes a node the owner, as when the lease of the one before has run out. */
    Owner own(ConversationId log, String node) {
        return new Owner(log, node, false);
    }

    /** The same; the epoch is the timestamp of what it writes. */
    Owner ownByEpoch(ConversationId log, String node) {
        return new Owner(log, node, true);
    }

    /** The keys of a log, in order. */
    List<String> keys(ConversationId log) {
        return session.execute(keys.bind(log.value())).all().stream()
                .map(row -> Objects.requireNonNull(row.getString("key")))
                .toList();
    }

    /** The only one that writes to a log, as far as it knows. Thread-safe. */
    final class Owner {

        private final String log;
        private final boolean byEpoch;
        private final long epoch;
        private final AtomicLong last;

        private Owner(ConversationId log, String node, boolean byEpoch) {
            this.log = log.value();
            this.byEpoch = byEpoch;
            Row before = session.execute(owner.bind(this.log)).one();
            epoch = before == null ? 1 : before.getLong("epoch") + 1;
            boolean applied = session.execute(
                            before == null
                                    ? own.bind(this.log, node)
                                    : take.bind(node, epoch, this.log, before.getLong("epoch")))
                    .wasApplied();
            if (!applied) {
                throw new IllegalStateException("somebody else took the lease");
            }
            Row end = session.execute(head.bind(this.log)).one();
            last = new AtomicLong(end == null ? 0 : end.getLong("seq"));
        }

        CompletionStage<Long> append(String key) {
            return appendOnce(CompletableFuture.completedFuture(true), key);
        }

        /** Takes the next seq, and writes once it may go on. */
        CompletableFuture<Long> appendOnce(CompletionStage<Boolean> resumed, String key) {
            return session.executeAsync(seqOf.bind(log, key))
                    .thenCompose(found -> {
                        Row row = found.one();
                        return row != null
                                ? CompletableFuture.completedFuture(row.getLong("seq"))
                                : write(resumed, key, last.incrementAndGet());
                    })
                    .toCompletableFuture();
        }

        private CompletionStage<Long> write(CompletionStage<Boolean> resumed, String key, long seq) {
            ByteBuffer body = ByteBuffer.wrap(Entries.TEXT.getBytes(StandardCharsets.UTF_8));
            return resumed.thenCompose(now -> session.executeAsync(
                            byEpoch
                                    ? addEntryOfEpoch.bind(log, seq, key, body, epoch)
                                    : addEntry.bind(log, seq, key, body))
                    .thenCombine(session.executeAsync(addKey.bind(log, key, seq)), (entry, done) -> seq));
        }
    }
}
