package dev.parley.benchmarks.load.report;

import java.util.List;
import java.util.Locale;

/**
 * A target and what became of it. Immutable.
 *
 * @param target what is asked for
 * @param measured the figure, or a dash
 * @param ratio the figure in terms of what was asked for: 1 is just enough or just as much as allowed
 * @param outcome met, missed, or not measured
 */
public record Verdict(String target, String measured, String ratio, Outcome outcome) {

    /** How it went. */
    public enum Outcome {
        /** The figure is as good as the target, or better. */
        MET,
        /** It is not. */
        MISSED,
        /** This run does not say. */
        NOT_MEASURED
    }

    /** For a figure that is to be no less than something. */
    static Verdict atLeast(String target, double measured, double wanted, String format) {
        return of(target, measured, measured / wanted, measured >= wanted, format);
    }

    /** For a figure that is to be no more than something. */
    static Verdict atMost(String target, double measured, double wanted, String format) {
        return of(target, measured, measured / wanted, measured <= wanted, format);
    }

    private static Verdict of(String target, double measured, double ratio, boolean met, String format) {
        if (Double.isNaN(measured) || Double.isInfinite(measured)) {
            return new Verdict(target, "–", "–", Outcome.NOT_MEASURED);
        }
        return new Verdict(
                target,
                String.format(Locale.ROOT, format, measured),
                String.format(Locale.ROOT, "%.2f", ratio),
                met ? Outcome.MET : Outcome.MISSED);
    }

    /** As a row of a table. */
    List<String> row() {
        return List.of(
                target, measured, ratio, outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
}
