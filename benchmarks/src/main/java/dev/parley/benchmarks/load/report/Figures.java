package dev.parley.benchmarks.load.report;

import dev.parley.benchmarks.load.run.Played;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The rounds of a run, as medians and spreads. Immutable. */
public final class Figures {

    private final List<Played> played;

    /** Of rounds. */
    public Figures(List<Played> played) {
        this.played = List.copyOf(played);
    }

    /** The workloads that were played, in that order. */
    public Set<String> workloads() {
        Set<String> labels = new LinkedHashSet<>();
        played.forEach(each -> labels.add(each.workload()));
        return labels;
    }

    /** The servers that played a workload, in that order. */
    public Set<String> subjects(String workload) {
        Set<String> names = new LinkedHashSet<>();
        played.stream().filter(each -> each.workload().equals(workload)).forEach(each -> names.add(each.subject()));
        return names;
    }

    /** The fixed rates of a workload. */
    public Set<Double> rates(String workload) {
        Set<Double> rates = new LinkedHashSet<>();
        played.stream()
                .filter(each -> each.workload().equals(workload) && each.phase().equals("fixed"))
                .forEach(each -> rates.add(each.rate()));
        return rates;
    }

    /** The highest rates that held, one of each search. */
    public Spread max(String workload, String subject) {
        Map<String, Double> best = new LinkedHashMap<>();
        searched(workload, subject).forEach(each -> {
            double held = each.held() ? each.rate() : 0;
            best.merge(each.phase(), held, Math::max);
        });
        return Spread.of(best.values().stream().mapToDouble(Double::doubleValue));
    }

    /** Something of the rounds that held at the highest rate of each search. */
    public Spread atMax(String workload, String subject, ToDoubleFunction<Played> figure) {
        Map<String, Played> best = new LinkedHashMap<>();
        searched(workload, subject)
                .filter(Played::held)
                .forEach(each -> best.merge(
                        each.phase(),
                        each,
                        (one, two) -> one.result().rate() >= two.result().rate() ? one : two));
        return Spread.of(best.values().stream().mapToDouble(figure));
    }

    /** Something of all valid rounds at a fixed rate. */
    public Spread at(String workload, String subject, double rate, ToDoubleFunction<Played> figure) {
        return Spread.of(fixed(workload, subject, rate)
                .filter(each -> each.result().valid())
                .mapToDouble(figure));
    }

    /** How many rounds at a fixed rate were void. */
    public long voids(String workload, String subject, double rate) {
        return fixed(workload, subject, rate)
                .filter(each -> !each.result().valid())
                .count();
    }

    private Stream<Played> fixed(String workload, String subject, double rate) {
        return of(workload, subject).filter(each -> each.phase().equals("fixed") && each.rate() == rate);
    }

    private Stream<Played> searched(String workload, String subject) {
        return of(workload, subject).filter(each -> each.phase().startsWith("search"));
    }

    private Stream<Played> of(String workload, String subject) {
        return played.stream()
                .filter(each ->
                        each.workload().equals(workload) && each.subject().equals(subject));
    }

    /** All rounds. */
    public List<Played> played() {
        return played;
    }
}
