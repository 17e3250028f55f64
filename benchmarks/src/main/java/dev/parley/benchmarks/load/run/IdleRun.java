package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.child.ProcFiles;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a connection costs that has signed in and does nothing: more and more of them, the server's memory after a full
 * collection at each step, and the line through those points. Thread-safe.
 */
public final class IdleRun {

    private static final String BYTES = "bytes";

    /**
     * So many come and go so often before it begins: compilers take more memory for the first thousands of connections than
     * the connections do, and take it once.
     */
    private static final int WARM_USERS = 1_000;

    private static final int WARM = 5;

    private IdleRun() {}

    /** Measures one server. */
    public static List<Single> of(Subject subject, Options options, Consumer<String> log) throws IOException {
        List<Integer> steps =
                options.list("idle").stream().map(Integer::valueOf).sorted().toList();
        Scene scene = new Scene(steps.get(steps.size() - 1), 1, false);
        List<Line.Point> resident = new ArrayList<>();
        List<Line.Point> heap = new ArrayList<>();
        List<Single> figures = new ArrayList<>();
        try (Contestant contestant = Contestant.start(subject, Workload.IDLE, scene, options)) {
            for (int i = 0; i < WARM; i++) {
                contestant.connect(Math.min(WARM_USERS, steps.get(0)));
                contestant.disconnect();
            }
            // Whoever came and went is remembered by its timer until its next ping would be due, after 25 s.
            Pause.seconds(2L * options.number("settle") + 2);
            for (int users : steps) {
                contestant.connect(users);
                Pause.seconds(options.number("settle"));
                long live = contestant.liveHeap();
                long rss = ProcFiles.residentBytes(contestant.serverPid());
                resident.add(new Line.Point(users, rss));
                heap.add(new Line.Point(users, live));
                figures.add(new Single("idle", subject.name(), "rss at " + users, rss, BYTES));
                figures.add(new Single("idle", subject.name(), "heap at " + users, live, BYTES));
                log.accept(String.format(
                        Locale.ROOT, "idle      %-18s %6d: rss %d live heap %d", subject.name(), users, rss, live));
            }
        }
        if (steps.size() > 1) {
            Line rss = Line.through(resident);
            Line live = Line.through(heap);
            figures.add(new Single("idle", subject.name(), "rss per connection", rss.slope(), BYTES));
            figures.add(new Single("idle", subject.name(), "rss fit", rss.fit(), "R²"));
            figures.add(new Single("idle", subject.name(), "heap per connection", live.slope(), BYTES));
            figures.add(new Single("idle", subject.name(), "heap fit", live.fit(), "R²"));
        }
        return figures;
    }
}
