package dev.parley.store.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How large the faults of this run are, and where its results go: {@code target/cassandra-faults}, a file for each. */
final class Faults {

    private static final boolean FULL = "full".equals(System.getProperty("parley.faults"));

    private Faults() {}

    /** The one value in the normal build, the other in a full run. */
    static int size(int small, int full) {
        return FULL ? full : small;
    }

    /** Notes what came of one. */
    static void measured(String row, Object result) {
        try {
            Path folder = Path.of(System.getProperty("parley.build.dir", "target"), "cassandra-faults");
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(row + (FULL ? ".full" : ".short")), result + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
