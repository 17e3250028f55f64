package dev.parley.store.cassandra.internal.db;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.cassandra.CassandraStoreOptions;
import dev.parley.store.cassandra.Reach;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables, by versioned scripts. Any number of nodes may do this at once: one holds a lock in the keyspace meanwhile, and
 * a table's id is derived from its name, so that two that make the first table at the same time make the same one. Confined
 * to its caller's thread, which it blocks.
 */
public final class Schema {

    private static final List<String> SCRIPTS = List.of("V1__tables.cql");
    private static final Pattern TABLE = Pattern.compile("\\$\\{keyspace}\\.(\\w+)");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration DDL_TIMEOUT = Duration.ofSeconds(60);
    private static final int LOCK_SECONDS = 120;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final String TABLES_TABLE = """
            CREATE TABLE IF NOT EXISTS ${keyspace}.parley_schema (name text PRIMARY KEY, value text)
            WITH id = '${id}' AND comment = 'Parley: version of the tables, conditional writes only'""";

    private final CqlSession session;
    private final CassandraStoreOptions options;

    public Schema(CqlSession session, CassandraStoreOptions options) {
        this.session = session;
        this.options = options;
    }

    /** Makes what is missing. */
    public void create() {
        if (version() < SCRIPTS.size()) {
            ddl(TABLES_TABLE);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (version() < SCRIPTS.size() && !createLocked()) {
                if (System.nanoTime() - end > 0) {
                    throw new ChatException(
                            ErrorCode.STORE_UNAVAILABLE, "somebody else has been making the tables for " + PATIENCE);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Checks that the tables are those that this version knows, and its buckets as large as these options say. */
    public void verify() {
        int version = version();
        if (version != SCRIPTS.size()) {
            throw new IllegalStateException(
                    "tables of version " + version + " (expected: " + SCRIPTS.size() + ") in " + options.keyspace());
        }
        String wanted = Integer.toString(options.bucketEntries());
        conditional("INSERT INTO ${keyspace}.parley_schema (name, value) VALUES ('bucket_entries', '" + wanted
                + "') IF NOT EXISTS");
        String fixed = value("bucket_entries");
        if (!wanted.equals(fixed)) {
            throw new IllegalStateException(
                    "bucketEntries: " + wanted + " (expected: " + fixed + ", as the keyspace was begun with)");
        }
    }

    private boolean createLocked() {
        String owner = UUID.randomUUID().toString();
        ResultSet locked = conditional("INSERT INTO ${keyspace}.parley_schema (name, value) VALUES ('lock', '" + owner
                + "') IF NOT EXISTS USING TTL " + LOCK_SECONDS);
        if (!locked.wasApplied()) {
            return false;
        }
        for (int next = version() + 1; next <= SCRIPTS.size(); next++) {
            statements(SCRIPTS.get(next - 1)).forEach(this::ddl);
            conditional("UPDATE ${keyspace}.parley_schema SET value = '" + next + "' WHERE name = 'version' IF value = "
                    + (next == 1 ? "null" : "'" + (next - 1) + "'"));
        }
        conditional("DELETE FROM ${keyspace}.parley_schema WHERE name = 'lock' IF value = '" + owner + "'");
        return true;
    }

    private int version() {
        try {
            String version = value("version");
            return version.isEmpty() ? 0 : Integer.parseInt(version);
        } catch (InvalidQueryException e) {
            // The table is not there yet; that the keyspace is, making the table will tell.
            return 0;
        }
    }

    private String value(String name) {
        Row row = session.execute(
                        SimpleStatement.builder("SELECT value FROM ${keyspace}.parley_schema WHERE name = '${name}'"
                                        .replace("${keyspace}", options.keyspace())
                                        .replace("${name}", name))
                                .setConsistencyLevel(serial())
                                .setIdempotence(true)
                                .setTimeout(DDL_TIMEOUT)
                                .build())
                .one();
        String value = row == null ? null : row.getString("value");
        return value == null ? "" : value;
    }

    private ConsistencyLevel serial() {
        return options.reach() == Reach.DATACENTER ? ConsistencyLevel.LOCAL_SERIAL : ConsistencyLevel.SERIAL;
    }

    private ResultSet conditional(String cql) {
        return session.execute(SimpleStatement.builder(cql.replace("${keyspace}", options.keyspace()))
                .setSerialConsistencyLevel(serial())
                .setTimeout(DDL_TIMEOUT)
                .build());
    }

    private void ddl(String cql) {
        session.execute(SimpleStatement.builder(named(cql))
                .setIdempotence(true)
                .setTimeout(DDL_TIMEOUT)
                .build());
        long end = System.nanoTime() + DDL_TIMEOUT.toNanos();
        while (!session.checkSchemaAgreement()) {
            if (System.nanoTime() - end > 0) {
                throw new ChatException(
                        ErrorCode.STORE_UNAVAILABLE, "the nodes of Cassandra do not agree on the tables");
            }
        }
    }

    private String named(String cql) {
        Matcher table = TABLE.matcher(cql);
        if (!table.find()) {
            throw new IllegalStateException("no table in: " + cql);
        }
        String name = options.keyspace() + "." + table.group(1);
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return cql.replace("${keyspace}", options.keyspace()).replace("${id}", id.toString());
    }

    private static List<String> statements(String script) {
        try (InputStream in = Schema.class.getResourceAsStream("/dev/parley/store/cassandra/" + script)) {
            if (in == null) {
                throw new IllegalStateException(script + ": not in the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            List<String> statements = new ArrayList<>();
            for (String each : text.split(";", -1)) {
                if (!each.isBlank()) {
                    statements.add(each.strip());
                }
            }
            return statements;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
