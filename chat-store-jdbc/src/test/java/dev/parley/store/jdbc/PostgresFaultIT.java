package dev.parley.store.jdbc;

import static dev.parley.store.jdbc.Entries.append;
import static dev.parley.store.jdbc.Entries.await;
import static dev.parley.store.jdbc.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Stores;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.testkit.log.LogStoreFaultContract;
import dev.parley.testkit.proxy.Direction;
import dev.parley.testkit.proxy.Fault;
import dev.parley.testkit.proxy.FaultProxy;
import dev.parley.testkit.store.StoreFaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a store on PostgreSQL says when the wire to the server is cut, and when others hold its locks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresFaultIT implements LogStoreFaultContract {

    private final String database = TestPostgres.newDatabase();
    private FaultProxy proxy;
    private JdbcStore store;

    @BeforeAll
    void open() throws IOException {
        proxy = FaultProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), TestPostgres.port()));
        JdbcStoreOptions options = JdbcStoreOptions.defaults()
                .withConnectionTimeout(Duration.ofSeconds(2))
                .withStatementTimeout(Duration.ofSeconds(2));
        store = JdbcStore.postgresql(
                TestPostgres.url(proxy.port(), database), TestPostgres.USER, TestPostgres.PASSWORD, options);
    }

    @AfterAll
    void close() {
        store.close();
        proxy.close();
    }

    @Override
    public Stores stores() {
        return store.stores();
    }

    @Override
    public StoreFaults faults() {
        return new StoreFaults() {
            @Override
            public void cutOff() {
                proxy.refuse(true);
                proxy.resetAll();
            }

            @Override
            public void loseAnswers() {
                proxy.fault(Direction.TO_CLIENT, new Fault.CutBefore("COMMIT\0")); // how the server says it did
            }

            @Override
            public void heal() {
                proxy.heal();
            }
        };
    }

    @Test
    void aLockThatSomebodyKeepsIsOverload() throws Exception {
        var conversation = conversation();
        await(store.stores().logs().append(List.of(append(conversation, "k1"))));
        String direct = TestPostgres.url(TestPostgres.port(), database);
        try (Connection other = DriverManager.getConnection(direct, TestPostgres.USER, TestPostgres.PASSWORD);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM parley_head FOR UPDATE");
            assertThatThrownBy(() -> await(store.stores().logs().append(List.of(append(conversation, "k2")))))
                    .cause()
                    .isInstanceOfSatisfying(
                            ChatException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED));
        }
        assertThat(await(store.stores().logs().append(List.of(append(conversation, "k2")))))
                .hasSize(1);
    }
}
