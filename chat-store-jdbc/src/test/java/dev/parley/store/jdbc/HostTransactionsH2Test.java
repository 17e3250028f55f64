package dev.parley.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A host with its own pool on an H2 file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostTransactionsH2Test implements HostTransactions {

    @TempDir
    static Path directory;

    private HikariDataSource pool;
    private JdbcStore store;

    @BeforeAll
    void open() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:file:" + directory.resolve("host") + ";WRITE_DELAY=0");
        config.setUsername("sa");
        pool = new HikariDataSource(config);
        store = JdbcStore.open(pool, JdbcStoreOptions.defaults());
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id VARCHAR(128) PRIMARY KEY)");
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
