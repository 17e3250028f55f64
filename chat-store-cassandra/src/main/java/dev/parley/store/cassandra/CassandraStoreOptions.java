package dev.parley.store.cassandra;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * How a {@link CassandraStore} uses its keyspace. Immutable.
 *
 * @param keyspace the keyspace, which exists; letters, digits and underscores; default {@code parley}
 * @param reach whose majority decides; default {@link Reach#DATACENTER}
 * @param bucketEntries about how many entries of a log lie in one partition; 2 to 1,000,000; default 2,000. The first
 *     opening fixes it for the keyspace, and opening it with another one fails
 * @param keyWindow how long keys are surely remembered once their bucket is full; 1 h to 3,650 d; default 30 d
 * @param statementTimeout how long one statement may take; 100 ms to 1 h; default 5 s
 * @param calls the most calls under way at once, 1 or more; further ones fail with {@code overloaded}; default 4,096
 * @param cachedHeads of how many logs the end is remembered, 0 or more; default 100,000
 * @param createTables whether opening the store makes missing tables; when false, missing ones are an error; default true
 */
public record CassandraStoreOptions(
        String keyspace,
        Reach reach,
        int bucketEntries,
        Duration keyWindow,
        Duration statementTimeout,
        int calls,
        int cachedHeads,
        boolean createTables) {

    private static final CassandraStoreOptions DEFAULTS = new CassandraStoreOptions(
            "parley", Reach.DATACENTER, 2_000, Duration.ofDays(30), Duration.ofSeconds(5), 4_096, 100_000, true);

    public CassandraStoreOptions {
        Checks.given("keyspace", keyspace);
        if (!keyspace.matches("[a-zA-Z][a-zA-Z0-9_]{0,47}")) {
            throw Checks.refused("keyspace", keyspace, "up to 48 letters, digits and underscores, a letter first");
        }
        Checks.given("reach", reach);
        Checks.within("bucketEntries", bucketEntries, 2, 1_000_000);
        Checks.within("keyWindow", keyWindow, Duration.ofHours(1), Duration.ofDays(3_650));
        Checks.within("statementTimeout", statementTimeout, Duration.ofMillis(100), Duration.ofHours(1));
        Checks.atLeast("calls", calls, 1);
        Checks.atLeast("cachedHeads", cachedHeads, 0);
    }

    /**
     * The defaults: keyspace {@code parley}, majorities of a data centre, 2,000 entries a partition, keys for 30 days, 5 s
     * for a statement, 4,096 calls, 100,000 heads, tables made.
     *
     * @return the options
     */
    public static CassandraStoreOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same options with another keyspace.
     *
     * @param value letters, digits and underscores
     * @return new options
     */
    public CassandraStoreOptions withKeyspace(String value) {
        return new CassandraStoreOptions(
                value, reach, bucketEntries, keyWindow, statementTimeout, calls, cachedHeads, createTables);
    }

    /**
     * The same options with another reach.
     *
     * @param value whose majority decides
     * @return new options
     */
    public CassandraStoreOptions withReach(Reach value) {
        return new CassandraStoreOptions(
                keyspace, value, bucketEntries, keyWindow, statementTimeout, calls, cachedHeads, createTables);
    }

    /**
     * The same options with another size of buckets.
     *
     * @param value 2 to 1,000,000
     * @return new options
     */
    public CassandraStoreOptions withBucketEntries(int value) {
        return new CassandraStoreOptions(
                keyspace, reach, value, keyWindow, statementTimeout, calls, cachedHeads, createTables);
    }

    /**
     * The same options with another time to remember keys.
     *
     * @param value 1 h to 3,650 d
     * @return new options
     */
    public CassandraStoreOptions withKeyWindow(Duration value) {
        return new CassandraStoreOptions(
                keyspace, reach, bucketEntries, value, statementTimeout, calls, cachedHeads, createTables);
    }

    /**
     * The same options with another time for a statement.
     *
     * @param value 100 ms to 1 h
     * @return new options
     */
    public CassandraStoreOptions withStatementTimeout(Duration value) {
        return new CassandraStoreOptions(
                keyspace, reach, bucketEntries, keyWindow, value, calls, cachedHeads, createTables);
    }

    /**
     * The same options with another bound of the calls.
     *
     * @param value 1 or more
     * @return new options
     */
    public CassandraStoreOptions withCalls(int value) {
        return new CassandraStoreOptions(
                keyspace, reach, bucketEntries, keyWindow, statementTimeout, value, cachedHeads, createTables);
    }

    /**
     * The same options, remembering the ends of another number of logs.
     *
     * @param value 0 or more
     * @return new options
     */
    public CassandraStoreOptions withCachedHeads(int value) {
        return new CassandraStoreOptions(
                keyspace, reach, bucketEntries, keyWindow, statementTimeout, calls, value, createTables);
    }

    /**
     * The same options, saying who makes the tables.
     *
     * @param value true for the store, false when {@link CassandraStore#createTables} is called by hand
     * @return new options
     */
    public CassandraStoreOptions withCreateTables(boolean value) {
        return new CassandraStoreOptions(
                keyspace, reach, bucketEntries, keyWindow, statementTimeout, calls, cachedHeads, value);
    }
}
