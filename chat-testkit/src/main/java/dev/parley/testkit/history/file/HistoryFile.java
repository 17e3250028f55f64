package dev.parley.testkit.history.file;

import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.HistorySink;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends a history to a file. Each event is handed to the operating system as one whole line before {@link #accept}
 * returns, so it outlives the process however that ends; a process killed while it writes leaves at most its last line
 * torn. The file is not forced to the disk: a history is there to outlive a process, not the machine.
 *
 * <p>One process at a time writes to a file; one that goes on with the file of a killed one cuts a torn line off first.
 *
 * <p>Thread-safe.
 */
public final class HistoryFile implements HistorySink, AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final EventWriter writer = new EventWriter();
    private final Path path;
    /** Not a channel: an interrupt closes one, and with it the history of all other threads. */
    private final FileOutputStream out;

    private HistoryFile(Path path, FileOutputStream out) {
        this.path = path;
        this.out = out;
    }

    /**
     * Opens a file, which may hold what earlier processes recorded.
     *
     * @param path the file; made if it does not exist, in a folder that does
     * @return the sink
     * @throws IOException if it cannot be written, or another process writes to it
     */
    public static HistoryFile append(Path path) throws IOException {
        FileOutputStream out = new FileOutputStream(path.toFile(), true);
        try {
            FileLock held = out.getChannel().tryLock(); // until the file is closed, or the process ends
            if (held == null) {
                throw new IOException(path + " is being written by another process");
            }
            cutTornLine(path);
            return new HistoryFile(path, out);
        } catch (OverlappingFileLockException e) {
            out.close();
            throw new IOException(path + " is being written by this process already", e);
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    private static void cutTornLine(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long end = file.length();
            while (end > 0) {
                file.seek(end - 1);
                if (file.read() == '\n') {
                    break;
                }
                end--;
            }
            file.setLength(end);
        }
    }

    /**
     * Appends a line.
     *
     * @param event the event
     * @throws UncheckedIOException if it cannot be written
     */
    @Override
    public void accept(HistoryEvent event) {
        lock.lock();
        try {
            out.write(writer.write(event));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot append to " + path, e);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the file. Events that come later fail. */
    @Override
    public void close() {
        lock.lock();
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        } finally {
            lock.unlock();
        }
    }
}
