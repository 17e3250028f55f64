package dev.parley.store.cassandra.internal.log;

import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.row.Buckets;

/**
 * What the store of logs is made of. Immutable.
 *
 * @param database the keyspace
 * @param buckets which bucket what lies in
 * @param table the logs
 * @param ends where they end
 * @param claims where keys were used
 * @param modifications what changes which message
 * @param reader reads stretches
 */
record LogParts(
        Database database,
        Buckets buckets,
        LogTable table,
        Ends ends,
        Claims claims,
        Modifications modifications,
        LogReader reader) {

    static LogParts of(Database database) {
        Buckets buckets = new Buckets(database.options().bucketEntries());
        LogTable table = new LogTable(database);
        Ends ends = new Ends(database, table, buckets);
        return new LogParts(
                database,
                buckets,
                table,
                ends,
                new Claims(database, table),
                new Modifications(database, table, buckets),
                new LogReader(table, ends, buckets));
    }
}
