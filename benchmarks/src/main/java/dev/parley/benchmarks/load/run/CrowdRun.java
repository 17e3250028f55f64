package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.GeneratorMain.Instruction;
import dev.parley.benchmarks.load.child.ProcFiles;
import dev.parley.benchmarks.load.generator.Generator;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Very many connections, over several server processes with a generator each, that do nothing but keep alive: what that takes
 * of the processor, and that all are still there afterwards. Confined to one thread.
 */
final class CrowdRun {

    /** Until what the coming in left behind is over: timers of the hello, and the first pings, which come early. */
    private static final long REST_SECONDS = 30;

    private final Subject subject;
    private final Options options;
    private final Consumer<String> log;
    private final List<Contestant> servers = new ArrayList<>();
    private final List<Single> figures = new ArrayList<>();

    CrowdRun(Subject subject, Options options, Consumer<String> log) {
        this.subject = subject;
        this.options = options;
        this.log = log;
    }

    List<Single> play() throws IOException {
        int each = options.number("crowd");
        try {
            for (int i = 0; i < options.number("servers"); i++) {
                servers.add(Contestant.start(subject, Workload.CROWD, new Scene(each, 1, false), options, i));
                servers.get(i).connect(each);
                log.accept(String.format(Locale.ROOT, "crowd     %d connections on %d servers", each * (i + 1), i + 1));
            }
            Pause.seconds(REST_SECONDS);
            measure(options.number("hold"));
        } finally {
            servers.forEach(Contestant::close);
        }
        return figures;
    }

    private void measure(int seconds) throws IOException {
        List<Generator.Present> before = present();
        long start = System.nanoTime();
        long served = cpu(Contestant::serverPid);
        long generated = cpu(Contestant::generatorPid);
        Pause.seconds(seconds);
        double micros = (System.nanoTime() - start) / 1e3;
        double serving = 100 * (cpu(Contestant::serverPid) - served) / micros;
        double generating = 100 * (cpu(Contestant::generatorPid) - generated) / micros;
        List<Generator.Present> after = present();
        long there = after.stream().mapToLong(Generator.Present::connected).sum();
        long wanted = (long) options.number("crowd") * servers.size();
        if (there != wanted || after.stream().anyMatch(one -> !one.failures().isEmpty())) {
            throw new IOException("of " + wanted + " connections " + there + " were still there: " + after);
        }
        long pings = after.stream().mapToLong(Generator.Present::pings).sum()
                - before.stream().mapToLong(Generator.Present::pings).sum();
        long resident = servers.stream()
                .mapToLong(one -> ProcFiles.residentBytes(one.serverPid()))
                .sum();
        int processors = Runtime.getRuntime().availableProcessors();
        add("connections", (double) there, "");
        add("servers", servers.size(), "");
        add("seconds held", micros / 1e6, "s");
        add("pings answered", (double) pings, "");
        add("servers' CPU, % of one core", serving, "%");
        add("servers' CPU, % of the machine", serving / processors, "%");
        add("generators' CPU, % of the machine", generating / processors, "%");
        add("all CPU, % of the machine", (serving + generating) / processors, "%");
        add("servers' RSS per connection, JVMs included", (double) resident / there, "bytes");
        add("load average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), "");
        log.accept(String.format(
                Locale.ROOT,
                "crowd     %d connections, %d pings answered in %.0f s: servers %.1f %% of a core",
                there,
                pings,
                micros / 1e6,
                serving));
    }

    private List<Generator.Present> present() throws IOException {
        List<Generator.Present> all = new ArrayList<>();
        for (Contestant one : servers) {
            all.add(one.ask(Instruction.all("present"), Generator.Present.class));
        }
        return all;
    }

    private long cpu(ToLongFunction<Contestant> pid) {
        return servers.stream()
                .mapToLong(one -> ProcFiles.cpuMicros(pid.applyAsLong(one)))
                .sum();
    }

    private void add(String name, double value, String unit) {
        figures.add(new Single(Workload.CROWD.label(), subject.name(), name, value, unit));
    }
}
