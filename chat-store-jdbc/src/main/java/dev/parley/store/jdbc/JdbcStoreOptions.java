package dev.parley.store.jdbc;

import java.time.Duration;

/**
 * How a {@link JdbcStore} uses its database. Immutable.
 *
 * @param connections the most connections in use at once, which is also the number of worker threads; 2 to 1,000
 * @param queueCapacity the most calls that wait for a worker, 1 or more; further ones fail with {@code overloaded}
 * @param connectionTimeout how long a call waits for a connection before it fails; 250 ms or more
 * @param statementTimeout how long one statement may take, waiting for row locks included; whole seconds, 1 s or more
 * @param migrate whether opening the store brings the schema up; when false, a schema that is not up is an error
 */
public record JdbcStoreOptions(
        int connections, int queueCapacity, Duration connectionTimeout, Duration statementTimeout, boolean migrate) {

    private static final JdbcStoreOptions DEFAULTS =
            new JdbcStoreOptions(8, 10_000, Duration.ofSeconds(5), Duration.ofSeconds(10), true);

    public JdbcStoreOptions {
        if (connections < 2 || connections > 1_000) {
            throw new IllegalArgumentException("connections: " + connections + " (expected: 2..1000)");
        }
        if (queueCapacity < 1) {
            throw new IllegalArgumentException("queueCapacity: " + queueCapacity + " (expected: 1 or more)");
        }
        if (connectionTimeout.toMillis() < 250) {
            throw new IllegalArgumentException(
                    "connectionTimeout: " + connectionTimeout + " (expected: 250 ms or more)");
        }
        if (statementTimeout.toSeconds() < 1
                || !statementTimeout.equals(Duration.ofSeconds(statementTimeout.toSeconds()))) {
            throw new IllegalArgumentException(
                    "statementTimeout: " + statementTimeout + " (expected: whole seconds, 1 s or more)");
        }
    }

    /**
     * The defaults: 8 connections, 10,000 waiting calls, 5 s for a connection, 10 s for a statement, schema brought up.
     *
     * @return the options
     */
    public static JdbcStoreOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same options with another number of connections.
     *
     * @param value 2 to 1,000
     * @return new options
     */
    public JdbcStoreOptions withConnections(int value) {
        return new JdbcStoreOptions(value, queueCapacity, connectionTimeout, statementTimeout, migrate);
    }

    /**
     * The same options with another bound of the queue.
     *
     * @param value 1 or more
     * @return new options
     */
    public JdbcStoreOptions withQueueCapacity(int value) {
        return new JdbcStoreOptions(connections, value, connectionTimeout, statementTimeout, migrate);
    }

    /**
     * The same options with another time to wait for a connection.
     *
     * @param value 250 ms or more
     * @return new options
     */
    public JdbcStoreOptions withConnectionTimeout(Duration value) {
        return new JdbcStoreOptions(connections, queueCapacity, value, statementTimeout, migrate);
    }

    /**
     * The same options with another time for a statement.
     *
     * @param value whole seconds, 1 s or more
     * @return new options
     */
    public JdbcStoreOptions withStatementTimeout(Duration value) {
        return new JdbcStoreOptions(connections, queueCapacity, connectionTimeout, value, migrate);
    }

    /**
     * The same options, saying who brings the schema up.
     *
     * @param value true for the store, false when somebody runs the scripts by hand
     * @return new options
     */
    public JdbcStoreOptions withMigrate(boolean value) {
        return new JdbcStoreOptions(connections, queueCapacity, connectionTimeout, statementTimeout, value);
    }
}
