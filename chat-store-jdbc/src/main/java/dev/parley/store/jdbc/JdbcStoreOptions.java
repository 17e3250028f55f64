package dev.parley.store.jdbc;

import dev.parley.model.internal.Checks;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How a {@link JdbcStore} uses its database. Immutable.
 *
 * @param connections the most connections in use at once, which is also the number of worker threads; 2 to 1,000;
 *     default 8
 * @param queueCapacity the most calls that wait for a worker, 1 or more; further ones fail with {@code overloaded};
 *     default 10,000
 * @param connectionTimeout how long a call waits for a connection before it fails; 250 ms to 1 h; default 5 s
 * @param statementTimeout how long one statement may take, waiting for row locks included; whole seconds, 1 s to 1 h;
 *     default 10 s
 * @param migrate whether opening the store brings the schema up; when false, a schema that is not up is an error;
 *     default true
 */
public record JdbcStoreOptions(
        int connections, int queueCapacity, Duration connectionTimeout, Duration statementTimeout, boolean migrate) {

    private static final JdbcStoreOptions DEFAULTS =
            new JdbcStoreOptions(8, 10_000, Duration.ofSeconds(5), Duration.ofSeconds(10), true);

    public JdbcStoreOptions {
        Checks.within("connections", connections, 2, 1_000);
        Checks.atLeast("queueCapacity", queueCapacity, 1);
        Checks.within("connectionTimeout", connectionTimeout, Duration.ofMillis(250), Duration.ofHours(1));
        Checks.within("statementTimeout", statementTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
        if (!statementTimeout.equals(statementTimeout.truncatedTo(ChronoUnit.SECONDS))) {
            throw Checks.refused("statementTimeout", statementTimeout, "whole seconds");
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
     * @param value 250 ms to 1 h
     * @return new options
     */
    public JdbcStoreOptions withConnectionTimeout(Duration value) {
        return new JdbcStoreOptions(connections, queueCapacity, value, statementTimeout, migrate);
    }

    /**
     * The same options with another time for a statement.
     *
     * @param value whole seconds, 1 s to 1 h
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
