package dev.parley.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.UserId;
import dev.parley.protocol.ErrorCode;
import dev.parley.testkit.internal.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract can't know: how the file behaves. */
class JournalBlockStoreFileTest {

    @TempDir
    Path folder;

    private JournalBlockStore blocks;

    @BeforeEach
    void open() {
        blocks = new JournalBlockStore(folder.resolve("blocks.txt"));
    }

    @AfterEach
    void close() {
        blocks.close();
    }

    @Test
    void blocksOutliveTheProcessAndALineThatWasCutOffDoesNot() throws IOException {
        UserId ada = new UserId("ada");
        blocks.set(ada, new UserId("bob"), true).toCompletableFuture().join();
        close();
        Files.writeString(folder.resolve("blocks.txt"), "+YWRh Y2", StandardOpenOption.APPEND);
        open();
        assertThat(blocks.list(ada).toCompletableFuture().join()).containsExactly(new UserId("bob"));
        blocks.set(ada, new UserId("cy"), true).toCompletableFuture().join();
        close();
        open();
        assertThat(blocks.list(ada).toCompletableFuture().join()).containsExactly(new UserId("bob"), new UserId("cy"));
    }

    @Test
    void aFileThatCannotBeReadMakesTheStoreUnavailableUntilItCan() throws IOException {
        Files.createDirectory(folder.resolve("blocks.txt"));
        assertThat(Stages.awaitFailure(blocks.check()).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        Files.delete(folder.resolve("blocks.txt"));
        assertThat(blocks.check().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
    }
}
