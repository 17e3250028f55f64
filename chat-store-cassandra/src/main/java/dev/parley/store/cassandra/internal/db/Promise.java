package dev.parley.store.cassandra.internal.db;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import dev.parley.store.cassandra.CassandraStoreOptions;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the servers' settings make of an acknowledged write. Confined to its caller's thread, which it blocks. */
public final class Promise {

    private static final Logger LOG = LoggerFactory.getLogger(Promise.class);
    private static final String UNKNOWN = "unknown";

    private Promise() {}

    /** Reads the settings, warns when they are weaker than the engine's promise, and says what holds. */
    public static String read(CqlSession session, CassandraStoreOptions options) {
        SortedSet<String> syncs = new TreeSet<>();
        for (Node node : session.getMetadata().getNodes().values()) {
            if (node.getState() == NodeState.UP) {
                syncs.add(sync(session, options, node));
            }
        }
        String replication = replication(session, options);
        if (!isForced(syncs)) {
            LOG.warn(
                    "commitlog_sync of Cassandra is {} (expected: group or batch): what is acknowledged is in the memory"
                            + " of a majority of the replicas, and a power failure of all of them loses the last seconds",
                    syncs);
        }
        return "Cassandra keyspace " + options.keyspace() + " (" + replication + "), a majority of "
                + options.reach().name().toLowerCase(Locale.ROOT) + ", commit log synced: "
                + String.join(" and ", syncs);
    }

    private static boolean isForced(SortedSet<String> syncs) {
        return !syncs.isEmpty() && syncs.stream().allMatch(sync -> sync.equals("batch") || sync.equals("group"));
    }

    private static String sync(CqlSession session, CassandraStoreOptions options, Node node) {
        Row row = session.execute(
                        SimpleStatement.builder("SELECT value FROM system_views.settings WHERE name = 'commitlog_sync'")
                                .setNode(node)
                                .setIdempotence(true)
                                .setTimeout(options.statementTimeout())
                                .build())
                .one();
        String value = row == null ? null : row.getString("value");
        return value == null ? UNKNOWN : value;
    }

    private static String replication(CqlSession session, CassandraStoreOptions options) {
        Row row = session.execute(SimpleStatement.builder(
                                "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?")
                        .addPositionalValue(options.keyspace())
                        .setIdempotence(true)
                        .setTimeout(options.statementTimeout())
                        .build())
                .one();
        if (row == null) {
            return UNKNOWN;
        }
        Map<String, String> replication = row.getMap("replication", String.class, String.class);
        StringBuilder text = new StringBuilder();
        if (replication != null) {
            new TreeMap<>(replication).forEach((name, value) -> {
                if (!name.equals("class")) {
                    text.append(text.isEmpty() ? "" : ", ")
                            .append(name)
                            .append(' ')
                            .append(value);
                }
            });
        }
        return text.toString();
    }
}
