package dev.parley.store.jdbc.internal.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Files of which an open one takes no more writes after one that failed. H2 writes its chunks one behind the other and
 * goes on for a moment when one fails: the next chunk can find room that the failed one did not, and refers to what was
 * never written. Opened again, such a file falls back to a state that may be seconds old, and everything acknowledged
 * since is lost. Immutable.
 *
 * @see FailStopChannel
 */
public final class FailStopPath extends FilePathWrapper {

    private static final String SCHEME = "parley-fail-stop";

    /** For H2, which makes one for each path. */
    public FailStopPath() {}

    /** How H2 names a file so that this is what opens it. */
    public static String of(Path file) {
        FilePath.register(new FailStopPath());
        return SCHEME + ":" + file;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new FailStopChannel(getBase().open(mode));
    }
}
