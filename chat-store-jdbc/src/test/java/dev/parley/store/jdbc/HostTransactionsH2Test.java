package dev.parley.store.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A host with its own pool on an H2 file. */
class HostTransactionsH2Test extends HostTransactions {

    @TempDir
    static Path directory;

    @Override
    String url() {
        return "jdbc:h2:file:" + directory.resolve("host") + ";WRITE_DELAY=0";
    }

    @Override
    String user() {
        return "sa";
    }
}
