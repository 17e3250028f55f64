package dev.parley.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.core.Stores;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.jdbc.internal.h2.FailStopPath;
import dev.parley.store.jdbc.internal.log.JdbcLogStore;
import dev.parley.store.jdbc.internal.sql.Database;
import dev.parley.store.jdbc.internal.sql.H2File;
import dev.parley.store.jdbc.internal.state.JdbcBlockStore;
import dev.parley.store.jdbc.internal.state.JdbcConversationStore;
import dev.parley.store.jdbc.internal.state.JdbcDeviceStore;
import dev.parley.store.jdbc.internal.state.JdbcInboxStore;
import dev.parley.store.jdbc.internal.state.JdbcMarkStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * All durable stores of an engine on one relational database. Opening it connects and brings the schema up, and blocks
 * meanwhile; after that no store method blocks its caller. Close it after the engine. Thread-safe.
 */
public final class JdbcStore implements AutoCloseable {

    private interface Closing {
        void close() throws SQLException;
    }

    private final Database database;
    private final JdbcLogStore logs;
    private final Stores stores;
    private final Closing closing;

    private JdbcStore(Database database, Closing closing) {
        this.database = database;
        this.closing = closing;
        logs = new JdbcLogStore(database);
        stores = new Stores(
                logs,
                new JdbcConversationStore(database),
                new JdbcInboxStore(database),
                new JdbcMarkStore(database),
                new JdbcDeviceStore(database),
                new JdbcBlockStore(database));
    }

    /**
     * Opens an embedded H2 database with default options.
     *
     * @param directory where its file {@code parley.mv.db} is or will be
     * @return the store
     * @see #h2(Path, JdbcStoreOptions)
     */
    public static JdbcStore h2(Path directory) {
        return h2(directory, JdbcStoreOptions.defaults());
    }

    /**
     * Opens an embedded H2 database, which belongs to this process while it is open. What was acknowledged survives the
     * end of the process, however it ends, and is forced to the disk before it is acknowledged.
     *
     * @param directory where its file {@code parley.mv.db} is or will be; made when missing
     * @param options how to use it
     * @return the store
     * @throws ChatException {@code store_unavailable} when the file can't be opened, because another process has it open,
     *     for example
     * @throws IllegalStateException when the schema is not the one that this version needs
     */
    public static JdbcStore h2(Path directory, JdbcStoreOptions options) {
        Path file = directory.toAbsolutePath().normalize().resolve("parley");
        if (file.toString().contains(";")) {
            throw new IllegalArgumentException("directory: " + directory + " (expected: a path without a semicolon)");
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("directory: " + directory + " cannot be made", e);
        }
        HikariConfig config = new HikariConfig();
        // WRITE_DELAY=0 writes each commit to the file before it returns; no shutdown hook races with a drain.
        config.setJdbcUrl("jdbc:h2:" + FailStopPath.of(file) + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT="
                + options.statementTimeout().toMillis());
        config.setUsername("sa");
        config.setPassword("");
        config.setPoolName("parley-h2");
        // No connection is made that nobody waits for, so that none is half made when the pool closes.
        config.setMinimumIdle(0);
        config.setExceptionOverride(H2File.DEATHS);
        Connection anchor = anchor(config);
        H2File opened;
        try {
            opened = new H2File(anchor, pool(config, options));
        } catch (RuntimeException e) {
            closeAfter(anchor::close, e);
            throw e;
        }
        return opened(opened, options, opened::close);
    }

    /** A connection that keeps the file open for as long as the store is, however few the pool has. */
    private static Connection anchor(HikariConfig config) {
        try {
            return DriverManager.getConnection(config.getJdbcUrl(), config.getUsername(), config.getPassword());
        } catch (SQLException e) {
            throw new ChatException(
                    ErrorCode.STORE_UNAVAILABLE, "the H2 file cannot be opened; another process may have it open", e);
        }
    }

    private static void closeAfter(Closing what, RuntimeException failure) {
        try {
            what.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Opens a PostgreSQL database through a pool of its own, with default options.
     *
     * @param url a JDBC URL
     * @param user the database user
     * @param password the password
     * @return the store
     * @see #postgresql(String, String, String, JdbcStoreOptions)
     */
    public static JdbcStore postgresql(String url, String user, String password) {
        return postgresql(url, user, password, JdbcStoreOptions.defaults());
    }

    /**
     * Opens a PostgreSQL database through a pool of its own.
     *
     * @param url a JDBC URL; its {@code currentSchema} says where the tables are
     * @param user the database user
     * @param password the password
     * @param options how to use it
     * @return the store
     * @throws ChatException {@code store_unavailable} when the database can't be reached
     * @throws IllegalStateException when the schema is not the one that this version needs
     */
    public static JdbcStore postgresql(String url, String user, String password, JdbcStoreOptions options) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setPoolName("parley-postgresql");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "parley");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", seconds(options.connectionTimeout()));
        // A network that swallows everything must end a commit, too, which no statement timeout does.
        config.addDataSourceProperty(
                "socketTimeout", seconds(options.statementTimeout().plusSeconds(5)));
        HikariDataSource pool = pool(config, options);
        return opened(pool::getConnection, options, pool::close);
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    private static HikariDataSource pool(HikariConfig config, JdbcStoreOptions options) {
        config.setMaximumPoolSize(options.connections());
        config.setConnectionTimeout(options.connectionTimeout().toMillis());
        config.setValidationTimeout(Math.min(5_000, options.connectionTimeout().toMillis()));
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new ChatException(
                    ErrorCode.STORE_UNAVAILABLE, "the database " + config.getPoolName() + " cannot be opened", e);
        }
    }

    private static JdbcStore opened(ConnectionFactory source, JdbcStoreOptions options, Closing closing) {
        try {
            return new JdbcStore(Database.open(source, options), closing);
        } catch (RuntimeException e) {
            closeAfter(closing, e);
            throw e;
        }
    }

    /**
     * Uses a pool of the host, which the host closes, after the store.
     *
     * @param source connections to H2 or PostgreSQL, with auto-commit on or off; at least {@code options.connections()}
     *     of them
     * @param options how to use it
     * @return the store
     * @throws ChatException {@code store_unavailable} when the database can't be reached
     * @throws IllegalStateException when the database is another one, or its schema is not the one that this version
     *     needs
     */
    public static JdbcStore open(DataSource source, JdbcStoreOptions options) {
        return new JdbcStore(Database.open(source::getConnection, options), () -> {});
    }

    /**
     * The stores.
     *
     * @return all of them, on this database
     */
    public Stores stores() {
        return stores;
    }

    /**
     * Appends to a log inside a transaction of the host, on the calling thread, which it blocks. Nothing is committed: the
     * entries exist when the host's transaction does, and nobody sees them before. Until it ends, no one else can append
     * to the conversation, so end it soon; with several conversations, append to them by ascending id, or the database
     * may have to break a deadlock. After a failure the host must roll back.
     *
     * @param connection a connection to the store's database, with auto-commit off
     * @param append what to append
     * @return what came of it, should the transaction commit
     * @throws ChatException when the database fails
     */
    public AppendResult appendIn(Connection connection, Append append) {
        return logs.appendIn(connection, append);
    }

    /** Finishes the calls that were accepted, refuses new ones and closes what this store opened. Blocks meanwhile. */
    @Override
    public void close() {
        try {
            database.close();
        } finally {
            closeSource();
        }
    }

    private void closeSource() {
        try {
            closing.close();
        } catch (SQLException e) {
            throw new ChatException(ErrorCode.STORE_UNAVAILABLE, "the database did not close", e);
        }
    }
}
