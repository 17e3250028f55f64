package dev.parley.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import dev.parley.core.Stores;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.Schema;
import dev.parley.store.cassandra.internal.log.CassandraLogStore;
import dev.parley.store.cassandra.internal.state.CassandraBlockStore;
import dev.parley.store.cassandra.internal.state.CassandraConversationStore;
import dev.parley.store.cassandra.internal.state.CassandraDeviceStore;
import dev.parley.store.cassandra.internal.state.CassandraInboxStore;
import dev.parley.store.cassandra.internal.state.CassandraMarkStore;

/**
 * All durable stores of an engine in a keyspace of Apache Cassandra 5, for any number of nodes at once. Opening it blocks;
 * after that no store method blocks its caller. Stages complete on the driver's threads, which must not be held up. The
 * session stays the host's: close it after this store, and this store after the engine. Thread-safe.
 */
public final class CassandraStore implements AutoCloseable {

    private final Database database;
    private final Stores stores;

    private CassandraStore(Database database) {
        this.database = database;
        stores = new Stores(
                new CassandraLogStore(database),
                new CassandraConversationStore(database),
                new CassandraInboxStore(database),
                new CassandraMarkStore(database),
                new CassandraDeviceStore(database),
                new CassandraBlockStore(database));
    }

    /**
     * Opens a store with default options.
     *
     * @param session the host's session
     * @return the store
     * @see #open(CqlSession, CassandraStoreOptions)
     */
    public static CassandraStore open(CqlSession session) {
        return open(session, CassandraStoreOptions.defaults());
    }

    /**
     * Opens a store: makes missing tables if the options say so, reads what the servers promise, warns when that is less
     * than the engine does, and prepares the statements.
     *
     * @param session the host's session
     * @param options which keyspace, and how to use it
     * @return the store
     * @throws ChatException {@code store_unavailable} when Cassandra does not answer
     * @throws IllegalStateException when the tables are missing, of another version, or were begun with other buckets
     */
    public static CassandraStore open(CqlSession session, CassandraStoreOptions options) {
        Database database = new Database(session, options);
        try {
            Schema schema = new Schema(session, options);
            if (options.createTables()) {
                schema.create();
            }
            schema.verify();
            database.watchDurability();
            return new CassandraStore(database);
        } catch (DriverException e) {
            database.close();
            throw new ChatException(ErrorCode.STORE_UNAVAILABLE, "Cassandra did not answer: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Makes the tables that are missing: for hosts whose nodes may not, before the first of them starts. Any number of
     * processes may do it at once. Blocks.
     *
     * @param session a session that may make tables
     * @param options which keyspace
     */
    public static void createTables(CqlSession session, CassandraStoreOptions options) {
        new Schema(session, options).create();
    }

    /**
     * The stores.
     *
     * @return all of them, in this keyspace
     */
    public Stores stores() {
        return stores;
    }

    /** Refuses new calls; those under way end as they would have. The session stays open. */
    @Override
    public void close() {
        database.close();
    }
}
