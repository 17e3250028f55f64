package dev.parley.testkit.history.file;

import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.HistorySink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads histories, in memory that does not grow with them. Several files of one run, each of a process of its own on the
 * same machine, are read as one, by time. Operations get new numbers, unique in the whole run.
 *
 * <p>Immutable.
 */
public final class HistoryReader {

    /** How many operations a process can have: its numbers stay apart from those of the next one. */
    private static final long LIFE = 1L << 40;

    private final List<Path> files;

    private HistoryReader(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /**
     * A reader.
     *
     * @param files the files of one run
     * @return the reader
     */
    public static HistoryReader of(List<Path> files) {
        return new HistoryReader(files);
    }

    /**
     * Reads everything.
     *
     * @param sink gets each event, in the order of time
     * @return the files whose last line was torn, which was left out
     * @throws IOException if a file cannot be read, or holds what is no history; the message names file and line
     */
    public List<Path> read(HistorySink sink) throws IOException {
        List<Source> sources = new ArrayList<>();
        try {
            PriorityQueue<Source> byTime =
                    new PriorityQueue<>(Comparator.comparingLong(Source::time).thenComparing(Source::number));
            for (Path file : files) {
                Source source = new Source(sources.size(), new LineSource(file));
                sources.add(source);
                if (source.advance()) {
                    byTime.add(source);
                }
            }
            long lives = 0;
            while (!byTime.isEmpty()) {
                Source source = byTime.remove();
                HistoryEvent event = source.event();
                if (event instanceof HistoryEvent.Opened) {
                    source.life = ++lives * LIFE;
                }
                sink.accept(renumbered(event, source.life));
                if (source.advance()) {
                    byTime.add(source);
                }
            }
            return sources.stream()
                    .filter(source -> source.lines.torn())
                    .map(source -> source.lines.path())
                    .toList();
        } finally {
            for (Source source : sources) {
                source.lines.close();
            }
        }
    }

    private static HistoryEvent renumbered(HistoryEvent event, long life) {
        if (event instanceof HistoryEvent.Invoked e) {
            return new HistoryEvent.Invoked(e.t(), life + e.op(), e.client(), e.operation());
        }
        if (event instanceof HistoryEvent.Succeeded e) {
            return new HistoryEvent.Succeeded(e.t(), life + e.op(), e.answer());
        }
        if (event instanceof HistoryEvent.Refused e) {
            return new HistoryEvent.Refused(e.t(), life + e.op(), e.code());
        }
        return event instanceof HistoryEvent.Unknown e ? new HistoryEvent.Unknown(e.t(), life + e.op()) : event;
    }

    /** One file and its next event. */
    private static final class Source {

        private final int number;
        private final LineSource lines;
        private long life;
        private @Nullable HistoryEvent next;

        Source(int number, LineSource lines) {
            this.number = number;
            this.lines = lines;
        }

        boolean advance() throws IOException {
            boolean first = life == 0 && next == null;
            next = lines.next();
            if (first && next != null && !(next instanceof HistoryEvent.Opened)) {
                throw new IOException(lines.path() + ":1: no history: it does not begin with an open event");
            }
            return next != null;
        }

        HistoryEvent event() {
            return Objects.requireNonNull(next, "at the end");
        }

        long time() {
            return event().t();
        }

        int number() {
            return number;
        }
    }
}
