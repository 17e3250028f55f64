package dev.parley.servers.cassandra;

import java.nio.file.Path;

/**
 * What kind of Cassandra to start. Immutable.
 *
 * @param folder where data, settings and logs lie, in a folder for each node; absent or empty
 * @param nodes 1, or 3 for a ring
 * @param commitLogSync when a write counts as written
 * @param heapMegabytes the heap of each node
 * @param small whether it is to start fast and take little room, as tests want it, or to work as a server that has much to
 *     do: compiled in full, with larger buffers
 */
public record CassandraSettings(Path folder, int nodes, CommitLogSync commitLogSync, int heapMegabytes, boolean small) {

    private static final int HEAP = 512;
    private static final int BUSY_HEAP = 3_072;

    /** When the server acknowledges a write. Immutable. */
    public enum CommitLogSync {
        /** Before it is on disk, which is forced every 10 s. */
        PERIODIC("commitlog_sync: periodic\ncommitlog_sync_period: 10000ms"),

        /** Once it is on disk; writes wait up to 10 ms for others. */
        GROUP("commitlog_sync: group\ncommitlog_sync_group_window: 10ms"),

        /** Once it is on disk. */
        BATCH("commitlog_sync: batch");

        private final String lines;

        CommitLogSync(String lines) {
            this.lines = lines;
        }

        /**
         * What {@code cassandra.yaml} says for it.
         *
         * @return its lines
         */
        public String lines() {
            return lines;
        }
    }

    public CassandraSettings {
        if (nodes != 1 && nodes != 3) {
            throw new IllegalArgumentException("nodes: " + nodes + " (expected: 1 or 3)");
        }
    }

    /**
     * One node that forces every write to disk.
     *
     * @param folder where
     * @return the settings
     */
    public static CassandraSettings single(Path folder) {
        return new CassandraSettings(folder, 1, CommitLogSync.BATCH, HEAP, true);
    }

    /**
     * Three nodes on 127.0.0.1, 127.0.0.2 and 127.0.0.3 that force every write to disk.
     *
     * @param folder where
     * @return the settings
     */
    public static CassandraSettings ring(Path folder) {
        return new CassandraSettings(folder, 3, CommitLogSync.BATCH, HEAP, true);
    }

    /**
     * One node for measurements, which forces writes to disk in groups and is not kept small.
     *
     * @param folder where
     * @return the settings
     */
    public static CassandraSettings busy(Path folder) {
        return new CassandraSettings(folder, 1, CommitLogSync.GROUP, BUSY_HEAP, false);
    }

    /**
     * The same with another commit log.
     *
     * @param other when a write counts as written
     * @return the settings
     */
    public CassandraSettings with(CommitLogSync other) {
        return new CassandraSettings(folder, nodes, other, heapMegabytes, small);
    }
}
