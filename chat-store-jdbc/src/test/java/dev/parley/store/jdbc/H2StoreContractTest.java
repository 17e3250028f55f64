package dev.parley.store.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Every contract of the durable stores, on an H2 file. */
class H2StoreContractTest extends JdbcContract {

    @TempDir
    static Path directory;

    @Override
    JdbcStore openStore() {
        return JdbcStore.h2(directory);
    }
}
