package dev.parley.core.internal.engine;

import dev.parley.core.host.FailureListener;
import dev.parley.protocol.ChatException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logs failures. An outage fails everything that goes on, thousands of times a second: of each kind of failure the first is
 * logged with its stack trace, and then, at the first failure of any kind after each period, a line that says how many more
 * there were. Thread-safe.
 */
public final class LoggedFailures implements FailureListener {

    static final Duration PERIOD = Duration.ofSeconds(30);

    /** Of so many kinds at once; what is beyond shares one. */
    static final int MOST = 100;

    private static final Kind OTHERS = new Kind("other things", "");

    /** Takes what is to be logged. */
    @FunctionalInterface
    public interface Log {

        /**
         * Logs a line.
         *
         * @param line what to say
         * @param trace what to show the stack trace of, or null
         */
        void warn(String line, @Nullable Throwable trace);
    }

    private record Kind(String where, String what) {

        static Kind of(String where, Throwable failure) {
            String code = failure instanceof ChatException ours ? ours.wireCode() : "";
            return new Kind(where, failure.getClass().getName() + code);
        }
    }

    /** Confined to the listener's monitor. */
    private static final class Repeats {
        private Instant since;
        private long more;
        private String last = "";

        Repeats(Instant since) {
            this.since = since;
        }
    }

    private record Line(String text, @Nullable Throwable trace) {}

    private final InstantSource clock;
    private final Log log;
    private final Map<Kind, Repeats> known = new LinkedHashMap<>();

    public LoggedFailures(InstantSource clock, Log log) {
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void onFailure(String where, Throwable failure) {
        lines(where, failure).forEach(line -> log.warn(line.text(), line.trace()));
    }

    private synchronized List<Line> lines(String where, Throwable failure) {
        Instant now = clock.instant();
        List<Line> lines = ended(now);
        Kind kind = Kind.of(where, failure);
        if (known.size() >= MOST && !known.containsKey(kind)) {
            kind = OTHERS;
        }
        Repeats repeats = known.get(kind);
        if (repeats == null) {
            known.put(kind, new Repeats(now));
            lines.add(new Line("failed while " + where, failure));
        } else {
            repeats.more++;
            repeats.last = failure.toString();
        }
        return lines;
    }

    /** Counts what a period brought; a kind that did not come again is a new one the next time. */
    private List<Line> ended(Instant now) {
        List<Line> lines = new ArrayList<>();
        for (Iterator<Map.Entry<Kind, Repeats>> each = known.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Kind, Repeats> entry = each.next();
            Repeats repeats = entry.getValue();
            Duration time = Duration.between(repeats.since, now);
            if (time.isNegative()) {
                repeats.since = now; // the clock was set back
            } else if (time.compareTo(PERIOD) >= 0) {
                if (repeats.more == 0) {
                    each.remove();
                } else {
                    lines.add(new Line(
                            "failed again while " + entry.getKey().where() + ", " + repeats.more + " times in "
                                    + time.toSeconds() + " s, at last with " + repeats.last,
                            null));
                    repeats.since = now;
                    repeats.more = 0;
                }
            }
        }
        return lines;
    }
}
