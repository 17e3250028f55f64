package dev.parley.store.rocksdb.internal.db;

import dev.parley.core.spi.Store;
import java.util.concurrent.CompletionStage;

/** What every store on a database has in common. Thread-safe. */
public abstract class DatabaseStore implements Store {

    protected final Database database;

    protected DatabaseStore(Database database) {
        this.database = database;
    }

    @Override
    public final String durability() {
        return "RocksDB, forced to disk at every commit";
    }

    @Override
    public final Object database() {
        return database;
    }

    @Override
    public final CompletionStage<Void> check() {
        return database.check();
    }

    protected static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
        }
    }
}
