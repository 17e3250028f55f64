package dev.parley.benchmarks.load.report;

import dev.parley.benchmarks.load.run.Played;
import dev.parley.benchmarks.load.run.Single;
import dev.parley.benchmarks.load.subject.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures of a run as text, a table for each workload. Thread-safe. */
public final class SummaryTable {

    private SummaryTable() {}

    /** Of rounds. */
    public static String of(Figures figures, List<Single> singles) {
        StringBuilder text = new StringBuilder();
        for (String workload : figures.workloads()) {
            text.append('\n').append(workload).append('\n').append(Columns.of(rows(figures, workload)));
        }
        if (!singles.isEmpty()) {
            text.append('\n').append(Columns.of(singles(singles)));
        }
        return text.toString();
    }

    /** The rows of a workload's table, the first of them its heads. */
    public static List<List<String>> rows(Figures figures, String workload) {
        String unit = Workload.named(workload).unit();
        List<List<String>> rows = new ArrayList<>();
        List<String> heads = new ArrayList<>(List.of("server", "max " + unit + "/s", "CPU µs each at max"));
        for (double rate : figures.rates(workload)) {
            String at = String.format(Locale.ROOT, "at %.0f/s: p50 ms", rate);
            heads.addAll(List.of(at, "p99 ms", "CPU µs each", "database", "generator", "void"));
        }
        rows.add(heads);
        for (String subject : figures.subjects(workload)) {
            List<String> row = new ArrayList<>(List.of(
                    subject,
                    figures.max(workload, subject).text(0),
                    figures.atMax(workload, subject, SummaryTable::server).text(1)));
            for (double rate : figures.rates(workload)) {
                ToDoubleFunction<Played> p50 = each -> each.result().delivery().p50() / 1e3;
                ToDoubleFunction<Played> p99 = each -> each.result().p99Micros() / 1e3;
                for (ToDoubleFunction<Played> figure :
                        List.of(p50, p99, SummaryTable::server, SummaryTable::database, SummaryTable::generator)) {
                    row.add(figures.at(workload, subject, rate, figure).text(1));
                }
                row.add(Long.toString(figures.voids(workload, subject, rate)));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Figures that are not of rounds, as rows, the first of them the heads. */
    public static List<List<String>> singles(List<Single> singles) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("workload", "server", "figure", "value", "unit")));
        for (Single each : singles) {
            boolean whole = Math.abs(each.value()) >= 100;
            String value = String.format(Locale.ROOT, whole ? "%.0f" : "%.4f", each.value());
            rows.add(List.of(each.workload(), each.subject(), each.name(), value, each.unit()));
        }
        return rows;
    }

    /** How the figures compare with the targets. */
    public static String of(Iterable<Verdict> verdicts) {
        List<List<String>> rows = new ArrayList<>(List.of(Verdicts.heads()));
        verdicts.forEach(each -> rows.add(each.row()));
        return Columns.of(rows);
    }

    /** CPU time of the server for each message or delivery, in microseconds. */
    static double server(Played round) {
        return round.each(round.result().cpu().serverMicros());
    }

    private static double database(Played round) {
        return round.each(round.result().cpu().helperMicros());
    }

    private static double generator(Played round) {
        return round.each(round.result().cpu().generatorMicros());
    }
}
