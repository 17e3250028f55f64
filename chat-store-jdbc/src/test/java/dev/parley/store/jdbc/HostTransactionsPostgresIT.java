package dev.parley.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A host with its own pool on PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostTransactionsPostgresIT implements HostTransactions {

    private HikariDataSource pool;
    private JdbcStore store;

    @BeforeAll
    void open() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase()));
        config.setUsername(TestPostgres.USER);
        pool = new HikariDataSource(config);
        store = JdbcStore.open(pool, JdbcStoreOptions.defaults());
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id text PRIMARY KEY)");
        }
    }

    @AfterAll
    void close() {
        store.close();
        pool.close();
    }

    @Override
    public JdbcStore store() {
        return store;
    }

    @Override
    public DataSource host() {
        return pool;
    }
}
