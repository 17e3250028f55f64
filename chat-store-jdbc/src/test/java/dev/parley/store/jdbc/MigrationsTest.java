package dev.parley.store.jdbc;

import static dev.parley.store.jdbc.Entries.append;
import static dev.parley.store.jdbc.Entries.await;
import static dev.parley.store.jdbc.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    private static final JdbcStoreOptions BY_HAND = JdbcStoreOptions.defaults().withMigrate(false);

    @TempDir
    Path directory;

    private final JdbcDataSource source = new JdbcDataSource();

    @BeforeEach
    void connect() {
        source.setURL("jdbc:h2:file:" + directory.resolve("db"));
        source.setUser("sa");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aSchemaMadeByHandIsAccepted() throws Exception {
        String script;
        try (InputStream in = JdbcStore.class.getResourceAsStream("/META-INF/parley/db/h2/V1__logs_and_state.sql")) {
            script = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        run(script);
        try (JdbcStore store = JdbcStore.open(source, BY_HAND)) {
            assertThat(await(store.stores().logs().append(List.of(append(conversation(), "k")))))
                    .hasSize(1);
        }
    }

    @Test
    void aSchemaThatIsNotThereIsAnErrorWhenTheStoreMayNotMakeIt() {
        assertThatThrownBy(() -> JdbcStore.open(source, BY_HAND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("V1__logs_and_state.sql")
                .hasMessageContaining("META-INF/parley/db/h2");
    }

    @Test
    void aSchemaThatIsNewerIsRefused() throws Exception {
        JdbcStore.open(source, JdbcStoreOptions.defaults()).close();
        run("INSERT INTO parley_schema (version) VALUES (99)");
        assertThatThrownBy(() -> JdbcStore.open(source, JdbcStoreOptions.defaults()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 99, newer than this Parley");
    }

    @Test
    void aSchemaOfAnotherScriptIsRefused() throws Exception {
        JdbcStore.open(source, JdbcStoreOptions.defaults()).close();
        run("UPDATE parley_schema SET checksum = 'other'");
        assertThatThrownBy(() -> JdbcStore.open(source, JdbcStoreOptions.defaults()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checksums differ");
    }

    @Test
    void severalThatStartAtOnceMakeOneSchema() throws Exception {
        // Keeps the database open between the connections of those who start.
        try (Connection open = source.getConnection()) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            Callable<JdbcStore> opening = () -> JdbcStore.open(source, JdbcStoreOptions.defaults());
            List<JdbcStore> stores = new ArrayList<>();
            for (Future<JdbcStore> each : threads.invokeAll(List.of(opening, opening, opening, opening))) {
                stores.add(each.get());
            }
            threads.shutdown();
            var conversation = conversation();
            for (JdbcStore store : stores) {
                await(store.stores().logs().append(List.of(append(conversation, "k"))));
                store.close();
            }
            assertThat(open.isClosed()).isFalse();
        }
    }

    @Test
    void durabilityTellsWhenAHostsDatabaseMayLoseWhatWasAcknowledged() throws Exception {
        try (JdbcStore store = JdbcStore.open(source, JdbcStoreOptions.defaults())) {
            assertThat(store.stores().durability()).contains("a crash can lose");
        }
        source.setURL("jdbc:h2:mem:memory;DB_CLOSE_DELAY=-1");
        try (JdbcStore store = JdbcStore.open(source, JdbcStoreOptions.defaults())) {
            assertThat(store.stores().durability()).contains("nothing survives");
        }
        run("SHUTDOWN");
    }
}
