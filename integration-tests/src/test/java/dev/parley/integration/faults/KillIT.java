package dev.parley.integration.faults;

import dev.parley.integration.process.ServerLaunch;
import dev.parley.integration.process.ServerProcess;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The example server is killed with -9 at random points. {@code -Dparley.kills=10} kills ten times in a row; the normal
 * build does it twice.
 */
class KillIT {

    private static final int KILLS = Integer.getInteger("parley.kills", Matrix.size(2, 10));

    @Test
    void nothingAckedIsLostOnRocksDb() throws Exception {
        killUnderLoad("kill-rocksdb", ServerLaunch.EXAMPLE);
    }

    @Test
    void nothingAckedIsLostOnH2() throws Exception {
        killUnderLoad("kill-h2", ServerLaunch.EXAMPLE.with("parley.store", "h2"));
    }

    @Test
    void nothingAckedIsLostOnPostgreSql() throws Exception {
        try (PostgresProcess postgres = new PostgresProcess()) {
            killUnderLoad(
                    "kill-postgresql",
                    ServerLaunch.EXAMPLE.with(
                            "parley.store", PostgresProcess.url(postgres.port()), "parley.store.password", "postgres"));
        }
    }

    private static void killUnderLoad(String row, ServerLaunch launch) throws Exception {
        Random random = new Random();
        try (ServerProcess server = ServerProcess.start(row, launch);
                Load load = new Load(server, server.webSocket(), server::token)) {
            Worst back = new Worst();
            for (int i = 0; i < KILLS; i++) {
                TimeUnit.MILLISECONDS.sleep(700 + random.nextInt(1500));
                load.fault("kill -9");
                server.kill();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
                server.start();
                back.add(load.awaitProgress());
            }
            Matrix.measured(row, load.finish() + "; acks again at most " + back + " after the port was open");
        }
    }
}
