package dev.parley.benchmarks.day;

import dev.parley.benchmarks.capacity.Traffic;

/**
 * How much goes on at which time: a quiet night, a busy evening, and ten minutes in which everybody writes at once. Immutable.
 *
 * @param traffic what a day comes to in all
 */
record DayCurve(Traffic traffic) {

    static final int SECONDS = 86_400;
    static final int HOUR = 3_600;

    /** When everybody writes, in seconds of the day: 20:00 to 20:10. */
    static final int RUSH = 20 * HOUR;

    static final int RUSH_SECONDS = 600;

    /** How many are there at the beginning of each hour, of how many there are at most. */
    private static final double[] SHAPE = {
        0.45, 0.33, 0.26, 0.22, 0.22, 0.27, 0.38, 0.52, 0.64, 0.70, 0.73, 0.77,
        0.82, 0.80, 0.77, 0.76, 0.78, 0.83, 0.90, 0.96, 1.00, 0.97, 0.85, 0.64
    };

    /** How many are there, of how many there are at most. */
    static double shape(int second) {
        int hour = second / HOUR % SHAPE.length;
        double part = (double) (second % HOUR) / HOUR;
        return SHAPE[hour] * (1 - part) + SHAPE[(hour + 1) % SHAPE.length] * part;
    }

    private static double whole() {
        double sum = 0;
        for (int second = 0; second < SECONDS; second++) {
            sum += rush(second) ? 0 : shape(second);
        }
        return sum;
    }

    private static boolean rush(int second) {
        return second >= RUSH && second < RUSH + RUSH_SECONDS;
    }

    /** How many connections there should be. */
    double connections(int second) {
        return traffic.connections() * shape(second);
    }

    /** How many messages are written in each second. */
    double[] messages() {
        double rest = (traffic.messages() - traffic.peakMessages() * RUSH_SECONDS) / whole();
        double[] rates = new double[SECONDS];
        for (int second = 0; second < SECONDS; second++) {
            rates[second] = rush(second) ? traffic.peakMessages() : rest * shape(second);
        }
        return rates;
    }
}
