package dev.parley.benchmarks.load.report;

import dev.parley.benchmarks.load.run.Played;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a run as text, a table for each workload. Thread-safe. */
public final class SummaryTable {

    private SummaryTable() {}

    /** Of rounds. */
    public static String of(List<Played> played) {
        Figures figures = new Figures(played);
        StringBuilder text = new StringBuilder();
        for (String workload : figures.workloads()) {
            text.append('\n').append(workload).append('\n').append(Columns.of(rows(figures, workload)));
        }
        return text.toString();
    }

    /** The rows of a workload's table, the first of them its heads. */
    public static List<List<String>> rows(Figures figures, String workload) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heads = new ArrayList<>(List.of("server", "max msg/s", "CPU µs/msg at max"));
        for (double rate : figures.rates(workload)) {
            String at = String.format(Locale.ROOT, " at %.0f/s", rate);
            heads.addAll(List.of("p50 ms" + at, "p99 ms", "CPU µs/msg", "+ database", "generator", "void"));
        }
        rows.add(heads);
        for (String subject : figures.subjects(workload)) {
            List<String> row = new ArrayList<>(List.of(
                    subject,
                    figures.max(workload, subject).text(0),
                    figures.atMax(workload, subject, each -> each.result().serverMicrosPerMessage())
                            .text(1)));
            for (double rate : figures.rates(workload)) {
                row.add(figures.at(
                                workload,
                                subject,
                                rate,
                                each -> each.result().delivery().p50() / 1e3)
                        .text(1));
                row.add(figures.at(
                                workload, subject, rate, each -> each.result().p99Micros() / 1e3)
                        .text(1));
                row.add(figures.at(
                                workload, subject, rate, each -> each.result().serverMicrosPerMessage())
                        .text(1));
                row.add(figures.at(workload, subject, rate, SummaryTable::database)
                        .text(1));
                row.add(figures.at(workload, subject, rate, SummaryTable::generator)
                        .text(1));
                row.add(Long.toString(figures.voids(workload, subject, rate)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static double database(Played each) {
        return (double) each.result().cpu().helperMicros()
                / Math.max(1, each.result().measured());
    }

    private static double generator(Played each) {
        return (double) each.result().cpu().generatorMicros()
                / Math.max(1, each.result().measured());
    }
}
