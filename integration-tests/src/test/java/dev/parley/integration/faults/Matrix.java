package dev.parley.integration.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How large the faults of this run are, and where its results go: {@code target/fault-matrix}, a file for each row. */
final class Matrix {

    private static final Logger LOG = LoggerFactory.getLogger(Matrix.class);
    private static final boolean FULL = "full".equals(System.getProperty("parley.faults"));

    private Matrix() {}

    /** The one value in the normal build, the other in a full run. */
    static int size(int small, int full) {
        return FULL ? full : small;
    }

    /** The same for seconds. */
    static Duration seconds(int small, int full) {
        return Duration.ofSeconds(size(small, full));
    }

    /** Notes what a row of docs/fault-matrix.md measured. */
    static void measured(String row, String result) throws IOException {
        LOG.info("{}: {}", row, result);
        Path folder = Path.of(System.getProperty("parley.build.dir", "target"), "fault-matrix");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(row + (FULL ? ".full" : ".short")), result + "\n");
    }
}
