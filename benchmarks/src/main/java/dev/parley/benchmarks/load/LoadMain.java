package dev.parley.benchmarks.load;

import dev.parley.benchmarks.load.report.SummaryTable;
import dev.parley.benchmarks.load.run.Contest;
import dev.parley.benchmarks.load.run.Options;
import dev.parley.benchmarks.load.run.Played;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import java.util.ArrayList;
import java.util.List;

/** The load harness; {@code docs/performance.md} says what it can be told. */
public final class LoadMain {

    private LoadMain() {}

    /** Runs what the arguments say. */
    public static void main(String[] args) throws Exception {
        Options options = Options.of(args);
        List<String> names = options.list("subjects");
        List<Subject> subjects = names.contains("all")
                ? Subjects.all()
                : names.stream().map(Subjects::named).toList();
        List<Played> played = new ArrayList<>();
        for (String label : options.list("workloads")) {
            Workload workload = Workload.named(label);
            if (workload.messages()) {
                try (Contest contest = new Contest(workload, options, LoadMain::say)) {
                    for (Subject subject : subjects) {
                        if (subject.workloads().contains(workload)) {
                            contest.enter(subject);
                        }
                    }
                    played.addAll(contest.play());
                }
            }
        }
        System.out.println(SummaryTable.of(played));
        System.exit(0);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
