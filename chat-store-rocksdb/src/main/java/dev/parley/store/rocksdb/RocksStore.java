package dev.parley.store.rocksdb;

import dev.parley.core.Stores;
import dev.parley.protocol.ChatException;
import dev.parley.store.rocksdb.internal.db.Database;
import dev.parley.store.rocksdb.internal.log.RocksLogStore;
import dev.parley.store.rocksdb.internal.state.RocksBlockStore;
import dev.parley.store.rocksdb.internal.state.RocksConversationStore;
import dev.parley.store.rocksdb.internal.state.RocksDeviceStore;
import dev.parley.store.rocksdb.internal.state.RocksInboxStore;
import dev.parley.store.rocksdb.internal.state.RocksMarkStore;
import java.nio.file.Path;

/**
 * All durable stores of an engine in an embedded RocksDB, for one node. What was acknowledged survives the end of the
 * process, however it ends, and is forced to the disk before it is acknowledged: one forcing for all writes that came
 * while the last one ran. Opening it blocks; after that no store method blocks its caller. Stages of writes complete on
 * the thread {@code parley-rocksdb-commit}, which must not be held up, those of reads on {@code parley-rocksdb-read-N}.
 * Close it after the engine. Thread-safe.
 */
public final class RocksStore implements AutoCloseable {

    private final Database database;
    private final Stores stores;

    private RocksStore(Database database) {
        this.database = database;
        stores = new Stores(
                new RocksLogStore(database),
                new RocksConversationStore(database),
                new RocksInboxStore(database),
                new RocksMarkStore(database),
                new RocksDeviceStore(database),
                new RocksBlockStore(database));
    }

    /**
     * Opens a store with default options.
     *
     * @param directory where its folder {@code parley.rocksdb} is or will be
     * @return the store
     * @see #open(Path, RocksStoreOptions)
     */
    public static RocksStore open(Path directory) {
        return open(directory, RocksStoreOptions.defaults());
    }

    /**
     * Opens a store, whose files belong to this process while it is open.
     *
     * @param directory where its folder {@code parley.rocksdb} is or will be; made when missing
     * @param options how to use the machine
     * @return the store
     * @throws ChatException {@code store_unavailable} when the files can't be opened, because another process has them
     *     open, for example
     * @throws IllegalStateException when the files are of a newer version of the format than this one knows
     */
    public static RocksStore open(Path directory, RocksStoreOptions options) {
        return new RocksStore(
                Database.open(directory.toAbsolutePath().normalize().resolve("parley.rocksdb"), options));
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
     * Makes a copy of the store as it is now, while it goes on being used: a backup, once it is on another disk. On the
     * same file system it shares most files with the store and takes little room at first. To go back to it, copy it to
     * the folder {@code parley.rocksdb} of an empty directory and open that. Blocks until the copy is made.
     *
     * @param directory where the copy is to be; it must not exist, and the folder above it must
     * @throws ChatException {@code store_unavailable} when the copy can't be made; nothing changed in the store
     */
    public void backup(Path directory) {
        database.checkpoint(directory.toAbsolutePath().normalize());
    }

    /** Finishes the calls that were accepted, refuses new ones and closes the files. Blocks meanwhile. */
    @Override
    public void close() {
        database.close();
    }
}
