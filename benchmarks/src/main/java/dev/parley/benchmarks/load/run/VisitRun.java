package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.GeneratorMain.Instruction;
import dev.parley.benchmarks.load.generator.Back;
import dev.parley.benchmarks.load.generator.Pages;
import dev.parley.benchmarks.load.generator.RoundResult;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/**
 * Devices that come back, and pages of history: what is asked of a server as fast as it answers. Confined to one thread.
 */
final class VisitRun {

    /** How many messages a device has missed, and how many a conversation must have for a page outside of the cache. */
    private static final int MISSED = 100;

    private static final int STORED = 400;
    private static final int FILL_RATE = 4_000;

    private final Workload workload;
    private final Subject subject;
    private final Options options;
    private final Consumer<String> log;
    private final List<Single> figures = new ArrayList<>();

    VisitRun(Workload workload, Subject subject, Options options, Consumer<String> log) {
        this.workload = workload;
        this.subject = subject;
        this.options = options;
        this.log = log;
    }

    List<Single> play() throws IOException {
        Scene usual = workload.scene();
        int devices = workload == Workload.STORM || workload == Workload.CATCHUP
                ? Math.min(usual.users(), options.number("devices"))
                : usual.users();
        Scene scene = new Scene(devices, usual.perConversation(), false);
        try (Contestant contestant = Contestant.start(subject, workload, scene, options)) {
            switch (workload) {
                case STORM -> back(contestant, devices, 0);
                case CATCHUP -> {
                    fill(contestant, scene, MISSED);
                    back(contestant, devices, MISSED);
                }
                default -> {
                    fill(contestant, scene, STORED);
                    pages(contestant, workload == Workload.HISTORY_STORE);
                }
            }
        }
        return figures;
    }

    /** Puts so many messages into each conversation. */
    private void fill(Contestant contestant, Scene scene, int messages) throws IOException {
        int all = scene.users() / scene.perConversation() * messages;
        RoundResult filled = contestant.fill(FILL_RATE, all);
        if (!filled.valid()) {
            throw new IOException(subject.name() + " could not be filled: " + filled.counts());
        }
    }

    private void back(Contestant contestant, int devices, int missed) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i <= Math.max(3, options.number("rounds")); i++) {
            Back back = contestant.ask(Instruction.all(missed == 0 ? "return" : "return-rewound"), Back.class);
            long expected = (long) devices * missed;
            if (back.messages() != expected) {
                throw new IOException(
                        subject.name() + " caught up " + back.messages() + " messages (expected: " + expected + ")");
            }
            if (i > 0) { // the first time warms up
                seconds.add(back.seconds());
            }
            log.accept(String.format(
                    Locale.ROOT,
                    "%-9s %-18s %d devices back after %.2f s, %d messages",
                    workload.label(),
                    subject.name(),
                    devices,
                    back.seconds(),
                    back.messages()));
        }
        double middle = seconds.stream().sorted().toList().get(seconds.size() / 2);
        if (missed == 0) {
            add("seconds for 10,000", middle * 10_000 / devices, "s");
        } else {
            add("messages per second", (double) devices * missed / middle, "1/s");
        }
        add("devices", devices, "");
    }

    private void pages(Contestant contestant, boolean old) throws IOException {
        List<Double> rates = new ArrayList<>();
        List<Double> slowest = new ArrayList<>();
        for (int i = 0; i <= options.number("rounds"); i++) {
            int millis = options.number(i == 0 ? "warm" : "measure"); // the first one warms up
            Pages pages = contestant.ask(new Instruction(old ? "old-pages" : "new-pages", millis, null), Pages.class);
            if (pages.wrong() > 0) {
                throw new IOException(subject.name() + ": " + pages.wrong() + " answers were no page of 50");
            }
            log.accept(String.format(
                    Locale.ROOT,
                    "%-13s %-14s %.0f pages/s, p50 %.1f ms, p99 %.1f ms",
                    workload.label(),
                    subject.name(),
                    pages.perSecond(),
                    pages.latency().p50() / 1e3,
                    pages.latency().p99() / 1e3));
            if (i > 0) {
                rates.add(pages.perSecond());
                slowest.add(pages.latency().p99() / 1e3);
            }
        }
        add("pages per second", middle(rates), "1/s");
        add("p99", middle(slowest), "ms");
    }

    private static double middle(List<Double> values) {
        DoubleStream sorted = values.stream().mapToDouble(Double::doubleValue).sorted();
        return sorted.skip((values.size() - 1) / 2).findFirst().orElse(Double.NaN);
    }

    private void add(String name, double value, String unit) {
        figures.add(new Single(workload.label(), subject.name(), name, value, unit));
    }
}
