package dev.parley.testkit.history.file;

import dev.parley.testkit.history.HistoryEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The events of one file, one after the other. Confined to one thread. */
final class LineSource implements Closeable {

    private final Path path;
    private final InputStream in;
    private final byte[] block = new byte[1 << 16];
    private int blockAt;
    private int blockEnd;
    private final EventReader reader = new EventReader();
    private byte[] line = new byte[1024];
    private int length;
    private boolean ended;
    private long number;
    private long lastTime = Long.MIN_VALUE;
    private boolean torn;

    LineSource(Path path) throws IOException {
        this.path = path;
        this.in = Files.newInputStream(path);
    }

    /** The next event, or null at the end. */
    @Nullable
    HistoryEvent next() throws IOException {
        while (!ended) {
            fill();
            number++;
            if (length > 0) {
                HistoryEvent event = parse();
                if (event != null && event.t() < lastTime) {
                    throw new IOException(at() + "time steps back");
                }
                if (event != null) {
                    lastTime = event.t();
                }
                return event;
            }
            if (!ended) {
                throw new IOException(at() + "an empty line");
            }
        }
        return null;
    }

    /** Only a line that no line feed ends can be torn: where it is the last one. */
    private @Nullable HistoryEvent parse() throws IOException {
        try {
            return reader.read(line, length);
        } catch (IOException e) {
            if (ended) {
                torn = true;
                return null;
            }
            throw new IOException(at() + e.getMessage(), e);
        }
    }

    private void fill() throws IOException {
        length = 0;
        while (true) {
            if (blockAt == blockEnd) {
                blockAt = 0;
                blockEnd = in.read(block);
                if (blockEnd < 0) {
                    blockEnd = 0;
                    ended = true;
                    return;
                }
            }
            int end = blockAt;
            while (end < blockEnd && block[end] != '\n') {
                end++;
            }
            append(end - blockAt);
            if (end < blockEnd) {
                blockAt = end + 1;
                return;
            }
            blockAt = end;
        }
    }

    private void append(int bytes) {
        if (length + bytes > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + bytes));
        }
        System.arraycopy(block, blockAt, line, length, bytes);
        length += bytes;
    }

    /** Tells whether the last line was torn. */
    boolean torn() {
        return torn;
    }

    Path path() {
        return path;
    }

    private String at() {
        return path + ":" + number + ": ";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
