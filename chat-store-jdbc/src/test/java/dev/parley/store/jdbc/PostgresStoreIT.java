package dev.parley.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every contract of the durable stores, on a real PostgreSQL server. */
class PostgresStoreIT extends JdbcContract {

    private final String url = TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase());

    @Override
    JdbcStore openStore() {
        return JdbcStore.postgresql(url, TestPostgres.USER, TestPostgres.PASSWORD);
    }

    @Test
    void durabilitySaysWhatTheServerIsSetTo() {
        assertThat(stores().durability()).matches("PostgreSQL 18\\.\\d+, fsync off, synchronous_commit off");
    }
}
