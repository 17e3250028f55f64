package dev.parley.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document shows code that this build compiles and runs. */
class DocumentTest {

    @Test
    void theHostTransactionInTheDocumentIsTheOneThatIsTested() throws IOException {
        Path module = Path.of("").toAbsolutePath();
        String source = Files.readString(module.resolve("src/test/java/dev/parley/store/jdbc/HostTransactions.java"));
        String region = source.substring(source.indexOf("// region host-transaction"), source.indexOf("// endregion"));
        String snippet =
                region.substring(region.indexOf('\n') + 1).stripIndent().stripTrailing();
        assertThat(Files.readString(module.resolveSibling("docs").resolve("store-jdbc.md")))
                .contains(snippet);
    }
}
