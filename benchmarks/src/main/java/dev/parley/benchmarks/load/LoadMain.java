package dev.parley.benchmarks.load;

import dev.parley.benchmarks.load.child.Lines;
import dev.parley.benchmarks.load.cluster.ClusterMain;
import dev.parley.benchmarks.load.report.Figures;
import dev.parley.benchmarks.load.report.Machine;
import dev.parley.benchmarks.load.report.Page;
import dev.parley.benchmarks.load.report.RunReport;
import dev.parley.benchmarks.load.report.SummaryTable;
import dev.parley.benchmarks.load.report.Verdict;
import dev.parley.benchmarks.load.report.Verdicts;
import dev.parley.benchmarks.load.run.Options;
import dev.parley.benchmarks.load.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The load harness; {@code docs/load-harness.md} says what it can be told. Confined to its main thread. */
public final class LoadMain {

    private LoadMain() {}

    /** Runs what the arguments say, prints tables and writes a report. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0 && args[0].equals("cluster")) {
            ClusterMain.run(List.of(args).subList(1, args.length));
            return;
        }
        System.setProperty("java.awt.headless", "true"); // plots are drawn without a screen
        Options options = Options.of(args);
        Map<String, String> machine = Machine.facts();
        System.out.println(machine);
        Run run = new Run(options, LoadMain::say);
        run.play(Subjects::named);
        Figures figures = new Figures(run.played());
        List<Verdict> verdicts = Verdicts.of(figures, run.singles());
        System.out.println(SummaryTable.of(figures, run.singles()));
        System.out.println(SummaryTable.of(verdicts));
        RunReport report = new RunReport(machine, options.all(), run.servers(), verdicts, run.singles(), run.played());
        Path directory = Files.createDirectories(Path.of(options.text("out")));
        Lines.JSON
                .writerWithDefaultPrettyPrinter()
                .writeValue(directory.resolve("results.json").toFile(), report);
        Files.writeString(directory.resolve("report.html"), Page.of(report));
        System.out.println("The report is " + directory.resolve("report.html").toAbsolutePath());
        System.exit(0);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
