package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** All that was asked for, one workload after the other. Confined to one thread. */
public final class Run {

    private final Options options;
    private final Consumer<String> log;
    private final List<Played> played = new ArrayList<>();
    private final List<Single> singles = new ArrayList<>();
    private final Map<String, String> servers = new LinkedHashMap<>();

    /**
     * A run.
     *
     * @param options what was asked for
     * @param log told of each round
     */
    public Run(Options options, Consumer<String> log) {
        this.options = options;
        this.log = log;
    }

    /** Plays; told a server by its names. */
    public void play(Function<List<String>, List<Subject>> named) throws IOException {
        for (String label : options.list("workloads")) {
            Workload workload = Workload.named(label);
            List<Subject> able = named.apply(options.subjects(label)).stream()
                    .filter(each -> each.workloads().contains(workload))
                    .toList();
            if (workload.messages()) {
                contest(workload, able);
            } else {
                for (Subject subject : able) {
                    visit(workload, subject);
                }
            }
        }
    }

    /** What fails for one server takes nothing from what was found out about others. */
    private void visit(Workload workload, Subject subject) {
        try {
            singles.addAll(
                    switch (workload) {
                        case IDLE -> IdleRun.of(subject, options, log);
                        case SESSIONS -> SessionsRun.play(options, log);
                        case CROWD -> new CrowdRun(subject, options, log).play();
                        default -> new VisitRun(workload, subject, options, log).play();
                    });
        } catch (IOException e) {
            log.accept(workload.label() + " " + subject.name() + " failed: " + e.getMessage());
        }
    }

    private void contest(Workload workload, List<Subject> subjects) throws IOException {
        try (Contest contest = new Contest(workload, options, log)) {
            for (Subject subject : subjects) {
                String note = contest.enter(subject);
                servers.put(subject.name(), subject.guarantees() + (note.isEmpty() ? "" : "; " + note));
            }
            contest.play();
            played.addAll(contest.played());
        }
    }

    /** All rounds. */
    public List<Played> played() {
        return List.copyOf(played);
    }

    /** All figures that are not of rounds. */
    public List<Single> singles() {
        return List.copyOf(singles);
    }

    /** What the servers promise, and what they say of themselves. */
    public Map<String, String> servers() {
        return new LinkedHashMap<>(servers);
    }
}
