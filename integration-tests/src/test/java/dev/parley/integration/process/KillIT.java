package dev.parley.integration.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code -Dparley.kills=10} kills ten times in a row; the normal build does it twice. */
class KillIT {

    private static final Logger LOG = LoggerFactory.getLogger(KillIT.class);
    private static final int KILLS = Integer.getInteger("parley.kills", 2);

    @Test
    void nothingAckedIsLostOnH2() throws Exception {
        killUnderLoad("kill-h2", Map.of());
    }

    @Test
    void nothingAckedIsLostOnPostgreSql() throws Exception {
        Path folder = Path.of(System.getProperty("parley.build.dir", "target"), "pg");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .setServerConfig("fsync", "on")
                .start()) {
            killUnderLoad(
                    "kill-pg",
                    Map.of(
                            "parley.store", postgres.getJdbcUrl("postgres", "postgres"),
                            "parley.store.user", "postgres",
                            "parley.store.password", "postgres"));
        }
    }

    private static void killUnderLoad(String name, Map<String, String> settings) throws Exception {
        try (ServerProcess server = ServerProcess.start(name, settings);
                KillUnderLoad load = new KillUnderLoad(server)) {
            LOG.info("{}: {}", name, load.run(KILLS));
        }
    }
}
