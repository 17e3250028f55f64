package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.child.Child;
import dev.parley.benchmarks.load.sessions.SessionsMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the session core keeps for a session that does nothing but answer pings, without transport: what the
 * live heap holds with all of them, less what it holds before the first. Thread-safe.
 */
final class SessionsRun {

    private static final String LABEL = "sessions";
    private static final String SUBJECT = "parley-rocksdb";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Longer than from one ping to the next, 25 s, and than what a hello leaves behind. */
    private static final long REST_SECONDS = 30;

    private SessionsRun() {}

    static List<Single> play(Options options, Consumer<String> log) throws IOException {
        int most = options.number(LABEL);
        Path directory = Files.createDirectories(Path.of(options.text("out"), "work"));
        Path own = Files.createTempDirectory(directory, LABEL + "-");
        List<String> args = List.of(own.resolve("data").toString(), Integer.toString(most));
        List<Long> heap = new ArrayList<>();
        List<Single> figures = new ArrayList<>();
        try (Child child = Child.start(
                LABEL,
                options.text("java"),
                options.words("sessions-flags"),
                SessionsMain.class,
                args,
                own.resolve("sessions.log"))) {
            child.answer(Map.class, PATIENCE);
            for (int wanted : new int[] {0, most / 2, most}) {
                child.ask(new SessionsMain.Order("open", wanted), Map.class, PATIENCE);
                SessionsMain.Standing now = rest(child, wanted == 0 ? 1 : REST_SECONDS);
                heap.add(now.heap());
                figures.add(single("heap at " + now.sessions(), (double) now.heap(), "bytes"));
                figures.add(single("pings answered at " + now.sessions(), (double) now.pings(), ""));
                log.accept(String.format(
                        Locale.ROOT,
                        "sessions  %d open: live heap %d, %d pings answered",
                        now.sessions(),
                        now.heap(),
                        now.pings()));
            }
        }
        figures.add(single("sessions held", most, ""));
        figures.add(single("heap per session", (double) (heap.get(2) - heap.get(0)) / most, "bytes"));
        return figures;
    }

    /** Waits until all were silent for long enough. */
    private static SessionsMain.Standing rest(Child child, long seconds) throws IOException {
        Pause.seconds(seconds);
        return child.ask(new SessionsMain.Order("look", 0), SessionsMain.Standing.class, PATIENCE);
    }

    private static Single single(String name, double value, String unit) {
        return new Single(LABEL, SUBJECT, name, value, unit);
    }
}
