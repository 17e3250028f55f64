package dev.parley.store.cassandra.internal.db;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import dev.parley.store.cassandra.CassandraStoreOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the servers' settings make of an acknowledged write. They change only when a server starts again, so they are read
 * now and then, and after an outage. Thread-safe.
 */
final class Promise {

    private static final Logger LOG = LoggerFactory.getLogger(Promise.class);
    private static final String UNKNOWN = "unknown";
    private static final List<String> FORCED = List.of("batch", "group");

    private final CqlSession session;
    private final CassandraStoreOptions options;
    private String replication = UNKNOWN;
    private @Nullable List<String> syncs;

    Promise(CqlSession session, CassandraStoreOptions options) {
        this.session = session;
        this.options = options;
    }

    /** What holds, as far as it is known. */
    synchronized String text() {
        return "Cassandra keyspace " + options.keyspace() + " (" + replication + "), a majority of "
                + options.reach().name().toLowerCase(Locale.ROOT) + ", commit log synced: " + named(syncs);
    }

    private static String named(@Nullable List<String> syncs) {
        return syncs == null || syncs.isEmpty() ? UNKNOWN : String.join(" and ", syncs);
    }

    /**
     * Reads the settings of every node that is up, and warns when they have come to be weaker than the engine's promise.
     * Whoever does not answer says nothing new.
     *
     * @return completes when that is done; never fails
     */
    CompletionStage<Void> look() {
        List<Node> up = session.getMetadata().getNodes().values().stream()
                .filter(node -> node.getState() == NodeState.UP)
                .toList();
        return Futures.each(up, this::sync).thenAcceptBoth(replication(), this::learn);
    }

    private synchronized void learn(List<Optional<String>> answers, Optional<String> copies) {
        List<String> found =
                answers.stream().flatMap(Optional::stream).sorted().distinct().toList();
        replication = copies.orElse(replication);
        if (syncs != null && (found.isEmpty() || found.equals(syncs))) {
            return;
        }
        syncs = found;
        if (found.isEmpty() || !FORCED.containsAll(found)) {
            LOG.warn(
                    "commitlog_sync of Cassandra is {} (expected: group or batch): what is acknowledged is in the memory"
                            + " of a majority of the replicas, and a power failure of all of them loses the last seconds",
                    named(found));
        }
    }

    private CompletionStage<Optional<String>> sync(Node node) {
        return first(SimpleStatement.builder("SELECT value FROM system_views.settings WHERE name = 'commitlog_sync'")
                        .setNode(node)
                        .setIdempotence(true)
                        .setTimeout(options.statementTimeout())
                        .build())
                .thenApply(found -> found.map(row -> row.getString("value")));
    }

    private CompletionStage<Optional<String>> replication() {
        return first(SimpleStatement.builder("SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?")
                        .addPositionalValue(options.keyspace())
                        .setIdempotence(true)
                        .setTimeout(options.statementTimeout())
                        .build())
                .thenApply(found -> found.map(row -> row.getMap("replication", String.class, String.class))
                        .map(Promise::copies));
    }

    private static String copies(Map<String, String> replication) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(replication).forEach((name, value) -> {
            if (!name.equals("class")) {
                text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(value);
            }
        });
        return text.toString();
    }

    private CompletionStage<Optional<Row>> first(SimpleStatement statement) {
        return session.executeAsync(statement).handle((answer, failure) -> {
            if (failure != null) {
                LOG.debug("not told: {}", statement.getQuery(), failure);
                return Optional.empty();
            }
            return Optional.ofNullable(answer.one());
        });
    }
}
