package dev.parley.store.jdbc;

import static dev.parley.store.jdbc.Entries.append;
import static dev.parley.store.jdbc.Entries.await;
import static dev.parley.store.jdbc.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.core.service.StagedSend;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds for appends in the host's own transactions, on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostTransactions {

    private HikariDataSource pool;
    private JdbcStore store;

    /** The host's database, empty. */
    abstract String url();

    /** Who the host is there. */
    abstract String user();

    @BeforeAll
    void open() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername(user());
        pool = new HikariDataSource(config);
        store = JdbcStore.open(pool, JdbcStoreOptions.defaults());
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id VARCHAR(200) PRIMARY KEY)");
        }
    }

    @AfterAll
    void close() {
        store.close();
        pool.close();
    }

    private JdbcStore store() {
        return store;
    }

    private DataSource host() {
        return pool;
    }

    @Test
    void aStagedMessageIsThereTogetherWithTheHostsRow() throws Exception {
        SystemRuntime runtime = SystemRuntime.start();
        try (runtime;
                Chat chat = Chat.builder(store().stores(), runtime.runtime())
                        .authenticator(credentials -> CompletableFuture.completedStage(
                                new Authenticator.Identity(new UserId(credentials.token()), null)))
                        .accessPolicy(AccessPolicy.allowAll())
                        .build()) {
            UserId shop = new UserId("shop-" + conversation());
            String customer = "bob-" + conversation();
            Result.Ack hello = await(
                    chat.messages().sendTo(Actor.user(shop), new UserId(customer), "hello", MessageBody.text("Hello")));
            String orderId = customer;
            Result.Ack ack = placeOrder(chat, Actor.user(shop), hello.conversation(), orderId);
            assertThat(ack.seq()).isEqualTo(hello.seq() + 1);
            assertThat(orders(orderId)).isEqualTo(1);
            EntryPage page = await(chat.messages()
                    .history(Actor.user(customer), new Command.History(hello.conversation(), null, null, null, 10)));
            assertThat(page.head()).isEqualTo(ack.seq());
            assertThat(page.items()).extracting(EntryPage.Item::seq).contains(ack.seq());
        }
    }

    private Result.Ack placeOrder(Chat chat, Actor shop, ConversationId conversation, String orderId) throws Exception {
        // region host-transaction
        StagedSend staged = chat.messages()
                .stage(shop, conversation, "order-" + orderId, MessageBody.text("Your order is placed."))
                .toCompletableFuture()
                .get();
        try (Connection connection = host().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement order = connection.prepareStatement("INSERT INTO orders (id) VALUES (?)")) {
                order.setString(1, orderId);
                order.executeUpdate();
            }
            Result.Ack ack = staged.accept(store().appendIn(connection, staged.append()));
            connection.commit();
            staged.committed();
            return ack;
        }
        // endregion host-transaction
    }

    @Test
    void whatTheHostCommitsIsThereTogether() throws Exception {
        ConversationId conversation = conversation();
        Append append = append(conversation, "order-1");
        try (Connection connection = host().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(store().appendIn(connection, append)).isEqualTo(new AppendResult.Appended(1));
            connection.commit();
        }
        assertThat(head(conversation)).isEqualTo(new LogHead(1, 0));
        assertThat(await(logs().append(List.of(append))).get(0)).isInstanceOf(AppendResult.Duplicate.class);
    }

    @Test
    void whatTheHostRollsBackNeverWas() throws Exception {
        ConversationId conversation = conversation();
        try (Connection connection = host().getConnection()) {
            connection.setAutoCommit(false);
            store().appendIn(connection, append(conversation, "order-1"));
            connection.rollback();
        }
        assertThat(head(conversation)).isEqualTo(LogHead.EMPTY);
        assertThat(await(logs().find(conversation, Entries.ADA, "order-1"))).isEmpty();
        assertThat(await(logs().append(List.of(append(conversation, "order-1")))))
                .containsExactly(new AppendResult.Appended(1));
    }

    @Test
    void nobodySeesItBeforeTheCommitAndOthersAppendAfterIt() throws Exception {
        ConversationId conversation = conversation();
        await(logs().append(List.of(append(conversation, "first"))));
        CompletionStage<List<AppendResult>> waiting;
        try (Connection connection = host().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(store().appendIn(connection, append(conversation, "order-1")))
                    .isEqualTo(new AppendResult.Appended(2));
            waiting = logs().append(List.of(append(conversation, "other")));
            assertThat(head(conversation)).isEqualTo(new LogHead(1, 0));
            connection.commit();
        }
        assertThat(await(waiting)).containsExactly(new AppendResult.Appended(3));
    }

    @Test
    void severalAppendsInOneTransactionSeeEachOther() throws Exception {
        ConversationId conversation = conversation();
        try (Connection connection = host().getConnection()) {
            connection.setAutoCommit(false);
            store().appendIn(connection, append(conversation, "order-1"));
            assertThat(store().appendIn(connection, append(conversation, "order-1")))
                    .isInstanceOf(AppendResult.Duplicate.class);
            Append next = append(conversation, "order-2");
            assertThat(store().appendIn(connection, new Append(conversation, Expectation.head(7), next.entries())))
                    .isEqualTo(new AppendResult.Conflict(new LogHead(1, 0)));
            assertThat(store().appendIn(connection, next)).isEqualTo(new AppendResult.Appended(2));
            connection.commit();
        }
        assertThat(head(conversation)).isEqualTo(new LogHead(2, 0));
    }

    @Test
    void aConnectionWithoutATransactionIsRefused() throws SQLException {
        try (Connection connection = host().getConnection()) {
            assertThatThrownBy(() -> store().appendIn(connection, append(conversation(), "k")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("auto-commit is on");
        }
    }

    private LogStore logs() {
        return store().stores().logs();
    }

    private LogHead head(ConversationId conversation) throws Exception {
        return Objects.requireNonNull(await(logs().heads(List.of(conversation))).get(conversation));
    }

    private int orders(String id) throws SQLException {
        try (Connection connection = host().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM orders WHERE id = '" + id + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
