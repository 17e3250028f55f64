package dev.parley.benchmarks.load.cluster;

import dev.parley.benchmarks.load.backend.Backends;
import dev.parley.benchmarks.load.child.Lines;
import dev.parley.benchmarks.load.report.Machine;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code cluster} of the load harness: {@code docs/load-harness.md} says what it can be told. Confined to its main thread. */
public final class ClusterMain {

    private ClusterMain() {}

    /**
     * What a run came to. Immutable.
     *
     * @param machine what it ran on
     * @param options what was asked for
     * @param disk bytes on disk for each message, by table, after compression
     * @param rounds all rounds
     */
    record Report(
            Map<String, String> machine,
            Map<String, String> options,
            Map<String, Double> disk,
            List<ClusterRound> rounds) {}

    /** Runs what the arguments say, prints lines and writes {@code cluster.json}. */
    public static void run(List<String> args) throws IOException, InterruptedException {
        ClusterOptions options = ClusterOptions.of(args);
        Map<String, String> machine = Machine.facts();
        System.out.println(machine);
        Path directory = Files.createDirectories(Path.of(options.text("out"))).toAbsolutePath();
        Path work = Files.createTempDirectory(Files.createDirectories(directory.resolve("work")), "cluster-");
        try (Backends backends = Backends.start(work)) {
            System.out.println(ClusterRound.HEADER);
            ClusterRun run = new ClusterRun(backends, options, ClusterMain::say);
            for (String workload : options.list("workloads")) {
                run.play(Workload.named(workload));
            }
            long sent = run.rounds().stream()
                    .mapToLong(round -> round.result().counts().acked())
                    .sum();
            Map<String, Double> disk = TableSizes.perMessage(backends, sent);
            System.out.println("on disk, bytes for each of " + sent + " messages: " + disk);
            Report report = new Report(machine, options.all(), disk, run.rounds());
            Lines.JSON
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(directory.resolve("cluster.json").toFile(), report);
            System.out.println("All figures are in " + directory.resolve("cluster.json"));
        }
        System.exit(0);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
