package dev.parley.benchmarks.load.report;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A figure that was measured several times. Immutable.
 *
 * @param median the middle one; of two, their mean
 * @param least the lowest
 * @param most the highest
 * @param count how many there are
 */
public record Spread(double median, double least, double most, int count) {

    /** Of figures, or of none. */
    public static Spread of(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        int count = sorted.length;
        if (count == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        return new Spread(median, sorted[0], sorted[count - 1], count);
    }

    /** The median, with so many decimals, and the range where there is one; a dash if nothing was measured. */
    public String text(int decimals) {
        if (count == 0) {
            return "–";
        }
        String number = "%." + decimals + "f";
        String middle = String.format(Locale.ROOT, number, median);
        return count == 1 || least == most
                ? middle
                : middle + String.format(Locale.ROOT, " (" + number + "–" + number + ")", least, most);
    }
}
