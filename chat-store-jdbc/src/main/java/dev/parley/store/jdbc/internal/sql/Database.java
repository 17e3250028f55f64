package dev.parley.store.jdbc.internal.sql;

import dev.parley.protocol.ChatException;
import dev.parley.store.jdbc.JdbcStoreOptions;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;

/** Runs reads and transactions on the workers and says what their failures mean. Thread-safe. */
public final class Database implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final Jdbi jdbi;
    private final JdbcStoreOptions options;
    private final Dialect dialect;
    private final String durability;
    private final Workers workers;

    private Database(Jdbi jdbi, JdbcStoreOptions options, Dialect dialect, String durability) {
        this.jdbi = jdbi;
        this.options = options;
        this.dialect = dialect;
        this.durability = durability;
        Duration patience = options.connectionTimeout().plus(options.statementTimeout());
        this.workers = new Workers(options.connections(), options.queueCapacity(), patience);
    }

    /** Connects, and brings the schema up or checks that it is. Blocks. */
    public static Database open(ConnectionFactory source, JdbcStoreOptions options) {
        Jdbi jdbi = configured(Jdbi.create(source), options);
        try {
            Dialect dialect = jdbi.withHandle(Database::dialectOf);
            new Migrations(jdbi, dialect).run(options.migrate());
            return new Database(jdbi, options, dialect, jdbi.withHandle(dialect::durability));
        } catch (ChatException | IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Failures.beforeCommit(e);
        }
    }

    private static Jdbi configured(Jdbi jdbi, JdbcStoreOptions options) {
        jdbi.getConfig(SqlStatements.class)
                .setTemplateEngine(TemplateEngine.NOP)
                .setQueryTimeout((int) options.statementTimeout().toSeconds());
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        return jdbi.registerArrayType(String.class, "varchar").registerArrayType(Long.class, "bigint");
    }

    private static Dialect dialectOf(Handle handle) {
        String product = handle.queryMetadata(DatabaseMetaData::getDatabaseProductName);
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "h2" -> new H2Dialect(handle);
            case "postgresql" -> new PostgresDialect();
            default -> throw new IllegalStateException("database: " + product + " (expected: H2 or PostgreSQL)");
        };
    }

    public Dialect dialect() {
        return dialect;
    }

    public String durability() {
        return durability;
    }

    /** Reads; a failure means that nothing was changed. */
    public <T> CompletionStage<T> read(Function<Handle, T> work) {
        return workers.submit(() -> persist(() -> new Attempt<>(work, false)));
    }

    /** Runs a transaction and completes when it is durable. The work may run more than once. */
    public <T> CompletionStage<T> write(Function<Handle, T> work) {
        return workers.submit(() -> persist(() -> new Attempt<>(work, true)));
    }

    /** Tries as long as a failure surely changed nothing and has a cause that the next attempt may not meet. */
    private <T> T persist(Supplier<Attempt<T>> attempts) {
        // Every connection of the pool may be a dead one.
        int left = ATTEMPTS + options.connections();
        while (true) {
            Attempt<T> attempt = attempts.get();
            try {
                return attempt.run();
            } catch (ChatException e) {
                throw e;
            } catch (RuntimeException e) {
                left--;
                if (left == 0 || !attempt.worthAnother(e)) {
                    throw attempt.committing ? Failures.atCommit(e) : Failures.beforeCommit(e);
                }
            }
        }
    }

    private final class Attempt<T> {

        private final Function<Handle, T> work;
        private final boolean transaction;
        private boolean connected;
        private boolean committing;

        Attempt(Function<Handle, T> work, boolean transaction) {
            this.work = work;
            this.transaction = transaction;
        }

        T run() {
            // Closing a handle with an open transaction rolls back.
            try (Handle handle = jdbi.open()) {
                connected = true;
                if (!transaction) {
                    return work.apply(handle);
                }
                handle.begin();
                T result = work.apply(handle);
                committing = true;
                handle.commit();
                dialect.afterCommit(handle);
                return result;
            }
        }

        boolean worthAnother(RuntimeException failure) {
            return Failures.isContention(failure)
                    || (connected && !committing && Failures.isConnectionLost(failure, dialect));
        }
    }

    /** Works inside a transaction of the host, on the host's thread; neither commits nor closes. */
    public <T> T inHostTransaction(Connection connection, Function<Handle, T> work) {
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalArgumentException("connection: auto-commit is on (expected: an open transaction)");
            }
        } catch (SQLException e) {
            throw Failures.beforeCommit(e);
        }
        Jdbi host = configured(Jdbi.create(new Borrowed(connection)), options);
        host.getConfig(Handles.class).setForceEndTransactions(false);
        try (Handle handle = host.open()) {
            return work.apply(handle);
        } catch (ChatException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Failures.beforeCommit(e);
        }
    }

    private record Borrowed(Connection connection) implements ConnectionFactory {

        @Override
        public Connection openConnection() {
            return connection;
        }

        @Override
        public void closeConnection(Connection borrowed) {
            // It is the host's.
        }
    }

    /** Finishes what was accepted, then refuses everything. */
    @Override
    public void close() {
        workers.close();
    }
}
