package dev.parley.store.rocksdb;

import dev.parley.core.Stores;
import dev.parley.testkit.StoresContract;
import dev.parley.testkit.log.LogStoreRowsContract;
import dev.parley.testkit.store.RestartContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every contract of the durable stores, on one database for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RocksStoresTest implements StoresContract, LogStoreRowsContract, RestartContract {

    @TempDir
    static Path directory;

    private RocksStore store;

    @BeforeAll
    void open() {
        store = RocksStore.open(directory);
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Override
    public Stores stores() {
        return store.stores();
    }

    @Override
    public void restart() {
        close();
        open();
    }
}
