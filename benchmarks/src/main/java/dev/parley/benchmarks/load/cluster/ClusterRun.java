package dev.parley.benchmarks.load.cluster;

import dev.parley.benchmarks.load.backend.Backends;
import dev.parley.benchmarks.load.generator.RoundResult;
import dev.parley.benchmarks.load.run.MaxSearch;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One workload, clusters of several sizes that take turns round by round. Confined to one thread. */
final class ClusterRun {

    private static final double RISE = 1.5;
    private static final double PRECISION = 1.15;

    private final Backends backends;
    private final ClusterOptions options;
    private final Consumer<String> log;
    private final List<ClusterRound> rounds = new ArrayList<>();

    ClusterRun(Backends backends, ClusterOptions options, Consumer<String> log) {
        this.backends = backends;
        this.options = options;
        this.log = log;
    }

    List<ClusterRound> rounds() {
        return rounds;
    }

    void play(Workload workload) throws IOException {
        List<Cluster> clusters = new ArrayList<>();
        try {
            for (String size : options.list("nodes")) {
                clusters.add(Cluster.start(workload, Integer.parseInt(size), backends, options));
            }
            double share = 1.0 / workload.perMessage();
            for (Cluster each : clusters) {
                for (int i = 0; i < 2; i++) { // a pause between, in which compilers catch up
                    round(each, "warm", options.number("warm-rate") * (workload.perMessage() > 1 ? 0.1 : 1), true);
                }
            }
            for (int round = 0; round < options.number("rounds"); round++) {
                for (String rate : options.list("rates-" + workload.label())) {
                    for (Cluster each : clusters) {
                        round(each, "fixed", Double.parseDouble(rate) * share, false);
                    }
                }
            }
            search(clusters, workload);
        } finally {
            clusters.forEach(Cluster::close);
        }
    }

    private void search(List<Cluster> clusters, Workload workload) throws IOException {
        List<String> rates = options.list("rates-" + workload.label());
        double first = Double.parseDouble(rates.get(rates.size() - 1)) / workload.perMessage();
        Map<Cluster, MaxSearch> searches = new LinkedHashMap<>();
        clusters.forEach(each -> searches.put(each, new MaxSearch(first, RISE, PRECISION, 1)));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.number("search-seconds"));
        boolean going = true;
        while (going && System.nanoTime() < end) {
            going = false;
            for (Cluster each : clusters) {
                MaxSearch search = searches.get(each);
                if (search != null && !search.done()) {
                    going = true;
                    search.tried(round(each, "search", search.next(), false).held());
                }
            }
        }
        searches.forEach((each, search) ->
                log.accept(workload.label() + ", nodes: " + each.size() + ", sends per second: " + search));
    }

    private ClusterRound round(Cluster cluster, String phase, double rate, boolean warm) throws IOException {
        RoundResult result = cluster.round(
                rate,
                warm ? 0 : options.number("warmup"),
                warm ? options.number("warm") / 2 : options.number("measure"),
                options.number("drain"));
        boolean held = result.valid() && result.p99Micros() < options.number("p99") * 1_000L;
        ClusterRound round = new ClusterRound(
                cluster.workload().label(),
                cluster.size(),
                phase,
                cluster.workload().perMessage(),
                held,
                result);
        rounds.add(round);
        log.accept(round.toString());
        return round;
    }
}
