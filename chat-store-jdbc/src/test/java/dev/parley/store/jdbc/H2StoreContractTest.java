package dev.parley.store.jdbc;

import dev.parley.core.Stores;
import dev.parley.testkit.log.LogStoreContract;
import dev.parley.testkit.state.BlockStoreContract;
import dev.parley.testkit.state.ConversationStoreContract;
import dev.parley.testkit.state.DeviceStoreContract;
import dev.parley.testkit.state.InboxStoreContract;
import dev.parley.testkit.state.MarkStoreContract;
import dev.parley.testkit.store.RestartContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every contract of the durable stores, on an H2 file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class H2StoreContractTest
        implements LogStoreContract,
                ConversationStoreContract,
                InboxStoreContract,
                MarkStoreContract,
                DeviceStoreContract,
                BlockStoreContract,
                RestartContract {

    @TempDir
    static Path directory;

    private JdbcStore store;

    @BeforeAll
    void open() {
        store = JdbcStore.h2(directory);
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
