package dev.parley.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Stores;
import dev.parley.testkit.log.LogStoreContract;
import dev.parley.testkit.state.BlockStoreContract;
import dev.parley.testkit.state.ConversationStoreContract;
import dev.parley.testkit.state.DeviceStoreContract;
import dev.parley.testkit.state.InboxStoreContract;
import dev.parley.testkit.state.MarkStoreContract;
import dev.parley.testkit.store.RestartContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every contract of the durable stores, on a real PostgreSQL server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStoreIT
        implements LogStoreContract,
                ConversationStoreContract,
                InboxStoreContract,
                MarkStoreContract,
                DeviceStoreContract,
                BlockStoreContract,
                RestartContract {

    private final String url = TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase());
    private JdbcStore store;

    @BeforeAll
    void open() {
        store = JdbcStore.postgresql(url, TestPostgres.USER, TestPostgres.PASSWORD);
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

    @Test
    void durabilitySaysWhatTheServerIsSetTo() {
        assertThat(store.stores().durability()).matches("PostgreSQL 18\\.\\d+, fsync off, synchronous_commit off");
    }
}
