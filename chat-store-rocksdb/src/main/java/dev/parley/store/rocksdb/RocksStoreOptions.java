package dev.parley.store.rocksdb;

import dev.parley.model.internal.Checks;

/**
 * How a {@link RocksStore} uses the machine. Immutable.
 *
 * @param readers the threads that read, 1 to 1,000; default 4
 * @param queueCapacity the most reads that wait for one of them, and the most writes that wait for the next group, 1 or
 *     more; further ones fail with {@code overloaded}; default 10,000
 * @param blockCacheBytes memory outside the heap for what was read from files lately, 1 MiB or more; default 64 MiB
 * @param writeBufferBytes memory outside the heap for what is in the write-ahead log only, 1 MiB or more: the more, the
 *     fewer and larger files are written, and the longer opening takes after a crash; default 64 MiB
 * @param recentBytes heap for heads, inbox rows and marks that were written lately and are likely to be written again,
 *     0 or more; default 32 MiB
 */
public record RocksStoreOptions(
        int readers, int queueCapacity, long blockCacheBytes, long writeBufferBytes, long recentBytes) {

    private static final long MIB = 1 << 20;

    private static final RocksStoreOptions DEFAULTS = new RocksStoreOptions(4, 10_000, 64 * MIB, 64 * MIB, 32 * MIB);

    public RocksStoreOptions {
        Checks.within("readers", readers, 1, 1_000);
        Checks.atLeast("queueCapacity", queueCapacity, 1);
        Checks.atLeast("blockCacheBytes", blockCacheBytes, MIB);
        Checks.atLeast("writeBufferBytes", writeBufferBytes, MIB);
        Checks.atLeast("recentBytes", recentBytes, 0);
    }

    /**
     * The defaults: 4 readers, 10,000 waiting calls, 64 MiB of block cache, 64 MiB of write buffers, 32 MiB of recent rows.
     *
     * @return the options
     */
    public static RocksStoreOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same options with another number of readers.
     *
     * @param value 1 to 1,000
     * @return new options
     */
    public RocksStoreOptions withReaders(int value) {
        return new RocksStoreOptions(value, queueCapacity, blockCacheBytes, writeBufferBytes, recentBytes);
    }

    /**
     * The same options with another bound of the queues.
     *
     * @param value 1 or more
     * @return new options
     */
    public RocksStoreOptions withQueueCapacity(int value) {
        return new RocksStoreOptions(readers, value, blockCacheBytes, writeBufferBytes, recentBytes);
    }

    /**
     * The same options with another block cache.
     *
     * @param value bytes, 1 MiB or more
     * @return new options
     */
    public RocksStoreOptions withBlockCacheBytes(long value) {
        return new RocksStoreOptions(readers, queueCapacity, value, writeBufferBytes, recentBytes);
    }

    /**
     * The same options with other write buffers.
     *
     * @param value bytes, 1 MiB or more
     * @return new options
     */
    public RocksStoreOptions withWriteBufferBytes(long value) {
        return new RocksStoreOptions(readers, queueCapacity, blockCacheBytes, value, recentBytes);
    }

    /**
     * The same options with another bound of the recent rows.
     *
     * @param value bytes, 0 or more
     * @return new options
     */
    public RocksStoreOptions withRecentBytes(long value) {
        return new RocksStoreOptions(readers, queueCapacity, blockCacheBytes, writeBufferBytes, value);
    }
}
