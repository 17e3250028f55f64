package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.process.ServerProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded store's disk is full while clients write. */
class DiskFaultsIT {

    @ParameterizedTest
    @ValueSource(strings = {"h2", "rocksdb"})
    void aFullDiskAcksNothingAndIsOverWhenThereIsSpace(String store) throws Exception {
        String row = "disk-full-" + store;
        int rounds = Matrix.size(2, 10);
        try (SmallDisk disk = new SmallDisk(Matrix.size(512, 1_024));
                ServerProcess server = ServerProcess.start(
                        row,
                        FaultServer.LAUNCH
                                .inside(disk.wrapper())
                                .with(
                                        "parley.store",
                                        store,
                                        "parley.data",
                                        disk.folder().toString()));
                Load load = new Load(server, server.webSocket(), Load.NAMES)) {
            Worst back = new Worst();
            for (int i = 0; i < rounds; i++) {
                load.awaitProgress();
                load.fault("disk full");
                fillUntilNothingIsAcked(disk, load);
                if (i % 2 == 1) {
                    server.kill();
                }
                disk.free();
                if (i % 2 == 1) {
                    server.start();
                }
                back.add(load.awaitProgress());
            }
            Matrix.measured(
                    row,
                    load.finish()
                            + "; in every second round the server was killed with the disk full; acks again at most "
                            + back + " after there was space");
        }
    }

    /** The store gives space back when it opens its file again, and goes on as long as there is some. */
    private static void fillUntilNothingIsAcked(SmallDisk disk, Load load) throws Exception {
        long start = System.nanoTime();
        long acked;
        do {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(2));
            acked = load.acked();
            disk.fill();
            TimeUnit.SECONDS.sleep(1);
        } while (load.acked() > acked);
    }
}
