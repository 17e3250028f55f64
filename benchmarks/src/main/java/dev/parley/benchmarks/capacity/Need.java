package dev.parley.benchmarks.capacity;

import java.util.Locale;

/**
 * One reason for machines. Immutable.
 *
 * @param machines of which kind
 * @param reason what has to be carried
 * @param amount how much of it, at the peak
 * @param unit what that is
 * @param each how much one machine carries
 */
public record Need(String machines, String reason, double amount, String unit, double each) {

    /** How many machines that takes. */
    public int count() {
        return (int) Math.ceil(amount / each - 1e-9);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-10s %-34s %14s %-12s %12s %7d",
                machines,
                reason,
                text(amount),
                unit,
                text(each),
                count());
    }

    private static String text(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
