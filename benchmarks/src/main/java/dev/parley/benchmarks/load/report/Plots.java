package dev.parley.benchmarks.load.report;

import dev.parley.benchmarks.load.generator.Latency;
import dev.parley.benchmarks.load.run.Played;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plots of a workload, as PNG images. Thread-safe. */
final class Plots {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 380;

    private Plots() {}

    static List<byte[]> of(Figures figures, String workload) {
        List<byte[]> plots = new ArrayList<>();
        String unit = Workload.named(workload).unit();
        List<String> subjects = List.copyOf(figures.subjects(workload));
        bars(
                plots,
                workload + ": highest " + unit + "/s with p99 below the limit",
                subjects,
                subject -> figures.max(workload, subject).median());
        bars(
                plots,
                workload + ": CPU µs of the server for each at its max",
                subjects,
                subject ->
                        figures.atMax(workload, subject, SummaryTable::server).median());
        curves(plots, figures, workload);
        return plots;
    }

    private static void bars(List<byte[]> plots, String title, List<String> subjects, ToDoubleFunction<String> figure) {
        List<String> measured = subjects.stream()
                .filter(each -> !Double.isNaN(figure.applyAsDouble(each)))
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .build();
        chart.getStyler().setXAxisLabelRotation(30).setLegendVisible(false);
        chart.addSeries(
                title, measured, measured.stream().map(figure::applyAsDouble).toList());
        plots.add(png(chart));
    }

    /** The 99th percentile by rate, of every round that lost nothing. */
    private static void curves(List<byte[]> plots, Figures figures, String workload) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(workload + ": p50 and p99 of delivery by rate")
                .xAxisTitle(Workload.named(workload).unit() + "/s")
                .yAxisTitle("ms")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        boolean drawn = false;
        for (String subject : figures.subjects(workload)) {
            Map<Double, List<Latency>> rounds = figures.played().stream()
                    .filter(each -> each.workload().equals(workload)
                            && each.subject().equals(subject)
                            && !each.phase().equals("warm")
                            && each.result().valid())
                    .collect(Collectors.groupingBy(
                            Played::rate,
                            TreeMap::new,
                            Collectors.mapping(each -> each.result().delivery(), Collectors.toList())));
            if (!rounds.isEmpty()) {
                drawn = true;
                List<Double> rates = List.copyOf(rounds.keySet());
                chart.addSeries(subject + " p99", rates, middle(rounds, Latency::p99));
                chart.addSeries(subject + " p50", rates, middle(rounds, Latency::p50))
                        .setMarker(SeriesMarkers.NONE);
            }
        }
        if (drawn) {
            plots.add(png(chart));
        }
    }

    private static List<Double> middle(Map<Double, List<Latency>> rounds, ToDoubleFunction<Latency> micros) {
        return rounds.values().stream()
                .map(each -> Math.max(
                        0.01, Spread.of(each.stream().mapToDouble(micros)).median() / 1e3))
                .toList();
    }

    private static byte[] png(Chart<?, ?> chart) {
        try {
            return ChartEncoder.getBytes(chart, "png");
        } catch (IOException e) {
            throw new UncheckedIOException("a plot cannot be drawn", e);
        }
    }
}
