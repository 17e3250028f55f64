package dev.parley.benchmarks.load.run;

import dev.parley.benchmarks.load.generator.RoundResult;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One workload, several servers: their rounds take turns, so that what else the machine does hits all of them alike. Confined
 * to one thread.
 */
public final class Contest implements AutoCloseable {

    private final Workload workload;
    private final Options options;
    private final Consumer<String> log;
    private final List<Contestant> contestants = new ArrayList<>();
    private final List<Played> played = new ArrayList<>();
    private final Scene scene;

    /**
     * A contest without anybody in it yet.
     *
     * @param workload what is asked of the servers
     * @param options for how long, and how often
     * @param log told of each round
     */
    public Contest(Workload workload, Options options, Consumer<String> log) {
        this.workload = workload;
        this.options = options;
        this.log = log;
        Scene usual = workload.scene();
        int users = options.number("users");
        this.scene = users == 0 ? usual : new Scene(users, usual.perConversation(), usual.receipts());
    }

    /** Starts a server, and tells what it says of itself. */
    public String enter(Subject subject) throws IOException {
        Contestant contestant = Contestant.start(subject, workload, scene, options);
        contestants.add(contestant);
        return contestant.note();
    }

    /** All rounds so far. */
    public List<Played> played() {
        return List.copyOf(played);
    }

    /** Plays everything: warm-up, the fixed rates, the searches. */
    public void play() throws IOException {
        double share = 1.0 / scene.receivers();
        int warm = options.number("warm");
        for (Contestant each : present()) {
            play(each, "warm", 2_000 * share, warm / 2, false);
            play(each, "warm", 10_000 * share, warm / 2, false);
        }
        String profile = options.text("profile");
        boolean profiled = !profile.equals("none");
        if (profiled) {
            for (Contestant each : present()) {
                each.startProfile(profile);
            }
        }
        for (int round = 0; round < options.number("rounds"); round++) {
            for (String rate : options.list("rates")) {
                for (Contestant each : present()) {
                    play(each, "fixed", Double.parseDouble(rate) * share, options.number("measure"), true);
                }
            }
        }
        if (profiled) { // before the search, which asks for more than a server can do
            for (Contestant each : present()) {
                String name = "flame-" + profile + "-" + workload.label() + "-"
                        + each.subject().name() + ".html";
                each.stopProfile(Path.of(options.text("out"), name));
            }
        }
        for (int search = 1; search <= options.number("searches"); search++) {
            search("search-" + search, 20_000 * share);
        }
    }

    private void search(String phase, double first) throws IOException {
        Map<Contestant, MaxSearch> searches = new LinkedHashMap<>();
        for (Contestant each : present()) {
            searches.put(
                    each,
                    new MaxSearch(
                            first, options.decimal("rise"), options.decimal("precision"), options.number("tries")));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.number("search-seconds"));
        boolean going = true;
        while (going && System.nanoTime() < end) {
            going = false;
            for (Map.Entry<Contestant, MaxSearch> each : searches.entrySet()) {
                MaxSearch search = each.getValue();
                if (!search.done() && contestants.contains(each.getKey())) {
                    going = true;
                    search.tried(play(each.getKey(), phase, search.next(), options.number("measure"), true));
                }
            }
        }
        searches.forEach((each, search) -> {
            if (!search.done() && contestants.contains(each)) {
                log.accept(workload.label() + " " + each.subject().name() + ": no time to search on: " + search);
            }
        });
    }

    /** Those that are still in it. */
    private List<Contestant> present() {
        return List.copyOf(contestants);
    }

    /** Plays a round, and tells whether the rate held. Who does not come back from one is out; its other rounds stay. */
    private boolean play(Contestant who, String phase, double rate, int measureMs, boolean warmup) throws IOException {
        if (!contestants.contains(who)) {
            return false;
        }
        try {
            return playOut(who, phase, rate, measureMs, warmup);
        } catch (IOException e) {
            contestants.remove(who);
            who.close();
            if (contestants.isEmpty()) {
                throw e;
            }
            log.accept(workload.label() + " " + who.subject().name() + " is out: " + e.getMessage());
            return false;
        }
    }

    private boolean playOut(Contestant who, String phase, double rate, int measureMs, boolean warmup)
            throws IOException {
        long before = who.allocated();
        RoundResult result = who.round(rate, warmup ? options.number("warmup") : 0, measureMs);
        double allocated =
                (who.allocated() - before) / Math.max(1.0, result.counts().sent());
        boolean held = result.valid() && result.p99Micros() < options.number("p99") * 1_000L;
        Played round = new Played(workload.label(), who.subject().name(), phase, held, allocated, result);
        played.add(round);
        log.accept(Texts.line(round));
        return held;
    }

    @Override
    public void close() {
        contestants.forEach(Contestant::close);
    }
}
