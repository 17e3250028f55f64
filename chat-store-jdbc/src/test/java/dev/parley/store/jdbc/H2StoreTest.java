package dev.parley.store.jdbc;

import static dev.parley.store.jdbc.Entries.ADA;
import static dev.parley.store.jdbc.Entries.append;
import static dev.parley.store.jdbc.Entries.await;
import static dev.parley.store.jdbc.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Stores;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.jdbc.internal.h2.FailStopPath;
import dev.parley.view.Conversation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest {

    @TempDir
    Path directory;

    @Test
    void whatWasAppendedIsThereAfterOpeningAgain() throws Exception {
        ConversationId conversation = conversation();
        try (JdbcStore store = JdbcStore.h2(directory)) {
            assertThat(await(store.stores().logs().append(List.of(append(conversation, "k1")))))
                    .containsExactly(new AppendResult.Appended(1));
        }
        assertThat(Files.exists(directory.resolve("parley.mv.db"))).isTrue();
        try (JdbcStore store = JdbcStore.h2(directory)) {
            Stores stores = store.stores();
            assertThat(await(stores.logs().heads(List.of(conversation))))
                    .containsEntry(conversation, new LogHead(1, 0));
            assertThat(await(stores.logs().append(List.of(append(conversation, "k1"))))
                            .get(0))
                    .isInstanceOf(AppendResult.Duplicate.class);
            assertThat(await(stores.logs().read(conversation, 1, 10, 10, RangeEnd.NEWEST)))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.origin().sender()).isEqualTo(ADA));
        }
    }

    @Test
    void durabilitySaysThatEveryCommitIsForcedToDisk() {
        try (JdbcStore store = JdbcStore.h2(directory)) {
            assertThat(store.stores().durability()).isEqualTo("H2 file, forced to disk at every commit");
        }
    }

    /** What H2 does when it cannot write, to a full disk for example. */
    @Test
    void aDatabaseThatClosedItselfIsOpenedAgainWithAllThatWasCommitted() throws Exception {
        ConversationId conversation = conversation();
        try (JdbcStore store = JdbcStore.h2(directory)) {
            LogStore logs = store.stores().logs();
            List<CompletableFuture<List<AppendResult>>> all = IntStream.rangeClosed(1, 20)
                    .mapToObj(i ->
                            logs.append(List.of(append(conversation, "k" + i))).toCompletableFuture())
                    .toList();
            for (CompletableFuture<List<AppendResult>> each : all) {
                await(each);
            }
            powerOff();
            assertThat(await(logs.append(List.of(append(conversation, "k21")))))
                    .containsExactly(new AppendResult.Appended(21));
            assertThat(await(logs.append(List.of(append(conversation, "k7")))).get(0))
                    .isInstanceOf(AppendResult.Duplicate.class);
        }
    }

    private void powerOff() throws Exception {
        String url = "jdbc:h2:" + FailStopPath.of(directory.toAbsolutePath().resolve("parley")) + ";WRITE_DELAY=0";
        try (Connection other = DriverManager.getConnection(url, "sa", "");
                Statement statement = other.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        }
    }

    @Test
    void aClosedStoreRefuses() {
        JdbcStore store = JdbcStore.h2(directory);
        store.close();
        assertThatThrownBy(() -> await(store.stores().logs().append(List.of(append(conversation(), "k1")))))
                .hasRootCauseInstanceOf(ChatException.class)
                .rootCause()
                .extracting(failure -> ((ChatException) failure).code())
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }

    @Test
    void moreCallsThanTheQueueHoldsAreRefusedAtOnce() throws Exception {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:overload;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000");
        JdbcStoreOptions small = JdbcStoreOptions.defaults().withConnections(2).withQueueCapacity(1);
        ConversationId conversation = conversation();
        try (JdbcStore store = JdbcStore.open(source, small);
                Connection other = source.getConnection();
                Statement statement = other.createStatement()) {
            LogStore logs = store.stores().logs();
            await(logs.append(List.of(append(conversation, "k0"))));
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM parley_head FOR UPDATE");
            List<CompletableFuture<List<AppendResult>>> calls = IntStream.rangeClosed(1, 10)
                    .mapToObj(i ->
                            logs.append(List.of(append(conversation, "k" + i))).toCompletableFuture())
                    .toList();
            // Two workers and a queue of one hold three at the most; the others are refused before append returns.
            Map<Boolean, List<CompletableFuture<List<AppendResult>>>> byRefused =
                    calls.stream().collect(Collectors.partitioningBy(CompletableFuture::isCompletedExceptionally));
            List<CompletableFuture<List<AppendResult>>> refused = byRefused.getOrDefault(true, List.of());
            assertThat(refused).hasSizeBetween(7, 9);
            other.rollback();
            assertThat(refused)
                    .allSatisfy(call -> assertThatThrownBy(() -> await(call))
                            .cause()
                            .isInstanceOfSatisfying(
                                    ChatException.class,
                                    failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED)));
            for (CompletableFuture<List<AppendResult>> call : byRefused.getOrDefault(false, List.of())) {
                assertThat(await(call).get(0)).isInstanceOf(AppendResult.Appended.class);
            }
            statement.execute("SET DB_CLOSE_DELAY 0");
        }
    }

    @Test
    void aTitleWithACharacterThatDatabasesLackIsStored() throws Exception {
        try (JdbcStore store = JdbcStore.h2(directory)) {
            ConversationId id = conversation();
            await(store.stores()
                    .conversations()
                    .save(new Conversation(id, ConversationKind.GROUP, "a\0b", HistoryPolicy.FULL, 1, 1), List.of()));
            assertThat(await(store.stores().conversations().find(List.of(id))).values())
                    .extracting(Conversation::title)
                    .containsExactly("a\ufffdb");
        }
    }
}
