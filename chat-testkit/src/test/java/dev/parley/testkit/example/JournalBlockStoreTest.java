package dev.parley.testkit.example;

import dev.parley.core.Stores;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.testkit.state.BlockStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

// region test
class JournalBlockStoreTest implements BlockStoreContract {

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

    @Override
    public Stores stores() {
        return InMemoryStores.create().with(blocks);
    }
}
// endregion test
