package dev.parley.store.jdbc.internal.sql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * A pool of connections to an H2 file, which is kept open even while the pool is empty. H2 closes a database that it
 * cannot write to, because the disk is full for example: its connections say that they are valid and fail at
 * everything, while a new one opens the file again with all that was committed. So the dead are found here. Thread-safe.
 */
public final class H2File implements ConnectionFactory, AutoCloseable {

    /** A fault inside the database, a database that was closed, one that is closing. */
    private static final Set<String> ENDED = Set.of("HY000", "90098", "90121");

    /** Has the pool throw a connection away when its database ended. */
    public static final SQLExceptionOverride DEATHS = new SQLExceptionOverride() {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            return ended(failure)
                    ? SQLExceptionOverride.Override.MUST_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    };

    private final Connection anchor;
    private final HikariDataSource pool;

    /** Takes over a connection beside the pool's, which has the file open, and a pool that hears of {@link #DEATHS}. */
    public H2File(Connection anchor, HikariDataSource pool) {
        this.anchor = anchor;
        this.pool = pool;
    }

    /** Tells whether a database closed itself under its connections. */
    static boolean ended(String state) {
        return ENDED.contains(state);
    }

    private static boolean ended(SQLException failure) {
        return ended(String.valueOf(failure.getSQLState()));
    }

    @Override
    public Connection openConnection() throws SQLException {
        int left = pool.getMaximumPoolSize();
        while (true) {
            Connection connection = pool.getConnection();
            try {
                connection.getAutoCommit(); // asks nothing of the database, and is refused by a closed one
                return connection;
            } catch (SQLException e) {
                pool.evictConnection(connection);
                if (left-- == 0) {
                    throw e;
                }
            }
        }
    }

    /** Closes the pool, and with it the file. */
    @Override
    public void close() throws SQLException {
        pool.close();
        try {
            anchor.close();
        } catch (SQLException e) {
            if (!ended(e)) {
                throw e;
            } // it went down with its database
        }
    }
}
