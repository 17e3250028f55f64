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
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
