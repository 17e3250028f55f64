package dev.parley.store.jdbc;

import dev.parley.core.Stores;
import dev.parley.testkit.StoresContract;
import dev.parley.testkit.log.LogStoreRowsContract;
import dev.parley.testkit.store.RestartContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Every contract of the durable stores, on one database for all of a class's tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcContract implements StoresContract, LogStoreRowsContract, RestartContract {

    private JdbcStore store;

    /** Opens the store; later calls, over the same data. */
    abstract JdbcStore openStore();

    @BeforeAll
    void open() {
        store = openStore();
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
