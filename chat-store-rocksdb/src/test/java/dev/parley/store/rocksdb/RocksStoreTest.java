package dev.parley.store.rocksdb;

import static dev.parley.store.rocksdb.Entries.append;
import static dev.parley.store.rocksdb.Entries.await;
import static dev.parley.store.rocksdb.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class RocksStoreTest {

    @TempDir
    Path directory;

    private final ConversationId conversation = conversation();

    @Test
    void durabilitySaysThatEveryCommitIsForcedToDisk() {
        try (RocksStore store = RocksStore.open(directory)) {
            assertThat(store.stores().durability()).isEqualTo("RocksDB, forced to disk at every commit");
        }
    }

    @Test
    void whatWasAcceptedIsFinishedWhenTheStoreCloses() throws Exception {
        RocksStore store = RocksStore.open(directory);
        LogStore logs = store.stores().logs();
        List<CompletionStage<List<AppendResult>>> all = IntStream.rangeClosed(1, 200)
                .mapToObj(i -> logs.append(List.of(append(conversation, "k" + i))))
                .toList();
        store.close();
        for (int i = 0; i < all.size(); i++) {
            assertThat(await(all.get(i))).containsExactly(new AppendResult.Appended(i + 1));
        }
        assertThat(stored(directory)).hasSize(200);
    }

    @Test
    void aClosedStoreRefuses() throws Exception {
        RocksStore store = RocksStore.open(directory);
        store.close();
        LogStore logs = store.stores().logs();
        assertThat(Entries.failure(logs.append(List.of(append(conversation, "k1")))))
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(Entries.failure(logs.heads(List.of(conversation)))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(Entries.failure(logs.check())).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThatThrownBy(() -> store.backup(directory.resolve("copy"))).isInstanceOf(ChatException.class);
    }

    @Test
    void aStoreThatIsOpenIsNotOpenedAgain() {
        try (RocksStore store = RocksStore.open(directory)) {
            assertThat(store.stores()).isNotNull();
            assertThatThrownBy(() -> RocksStore.open(directory))
                    .isInstanceOfSatisfying(
                            ChatException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                    .hasMessageContaining("another process may have them open");
        }
    }

    @Test
    void filesOfANewerVersionAreRefused() throws Exception {
        RocksStore.open(directory).close();
        Path files = directory.resolve("parley.rocksdb");
        try (Options options = new Options()) {
            List<byte[]> families = RocksDB.listColumnFamilies(options, files.toString());
            assertThat(families).hasSizeGreaterThan(1);
        }
        NewerVersion.mark(files, 2);
        assertThatThrownBy(() -> RocksStore.open(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("up to 1");
        NewerVersion.mark(files, 1);
        RocksStore.open(directory).close();
    }

    @Test
    void aBackupHoldsWhatWasThereWhenItWasMade() throws Exception {
        Path copy = directory.resolve("restored");
        Files.createDirectory(copy);
        try (RocksStore store = RocksStore.open(directory)) {
            LogStore logs = store.stores().logs();
            await(logs.append(List.of(append(conversation, "k1"))));
            store.backup(copy.resolve("parley.rocksdb"));
            await(logs.append(List.of(append(conversation, "k2"))));
            assertThatThrownBy(() -> store.backup(copy.resolve("parley.rocksdb")))
                    .isInstanceOf(ChatException.class)
                    .hasMessageContaining("no checkpoint was made");
        }
        assertThat(stored(copy)).extracting(entry -> entry.origin().key()).containsExactly("k1");
        assertThat(stored(directory)).hasSize(2);
    }

    /** The files as a process leaves them that is killed while it writes: the last record is cut short. */
    @Test
    void aLogThatEndsInTheMiddleOfARecordIsReadUpToIt() throws Exception {
        Path killed = directory.resolve("killed");
        try (RocksStore store = RocksStore.open(directory)) {
            LogStore logs = store.stores().logs();
            for (int i = 1; i <= 20; i++) {
                await(logs.append(List.of(append(conversation, "k" + i))));
            }
            copy(directory.resolve("parley.rocksdb"), Files.createDirectories(killed.resolve("parley.rocksdb")));
        }
        Path log = writeAheadLog(killed.resolve("parley.rocksdb"));
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 7);
        }
        assertThat(stored(killed)).hasSize(19);
        try (RocksStore store = RocksStore.open(killed)) {
            LogStore logs = store.stores().logs();
            assertThat(await(logs.append(List.of(append(conversation, "k20"), append(conversation, "k19")))))
                    .satisfiesExactly(
                            again -> assertThat(again).isEqualTo(new AppendResult.Appended(20)),
                            known -> assertThat(known).isInstanceOf(AppendResult.Duplicate.class));
        }
        assertThat(stored(killed)).hasSize(20);
    }

    private static Path writeAheadLog(Path files) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return all.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private List<Entry> stored(Path where) throws Exception {
        try (RocksStore store = RocksStore.open(where)) {
            LogStore logs = store.stores().logs();
            List<Entry> entries = await(logs.read(conversation, 1, Long.MAX_VALUE, 1_000, RangeEnd.OLDEST));
            assertThat(await(logs.heads(List.of(conversation))))
                    .containsEntry(conversation, new LogHead(entries.size(), 0));
            return entries;
        }
    }
}
