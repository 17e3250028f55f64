package dev.parley.benchmarks.capacity;

/**
 * What users do. Immutable. Defaults: {@link #REFERENCE}.
 *
 * @param users all of them
 * @param daily those who come in a day
 * @param connections devices that are connected in the busiest hour
 * @param sessionSeconds how long a device stays connected, on the average
 * @param messages messages in a day
 * @param peakMessages messages in the busiest second
 * @param groupShare how many of the messages go to groups, 0 to 1; nearly all others are direct
 */
public record Traffic(
        double users,
        double daily,
        double connections,
        double sessionSeconds,
        double messages,
        double peakMessages,
        double groupShare) {

    /** The reference workload: 50 million users, 500 million messages a day, 30,000 in the busiest second. */
    public static final Traffic REFERENCE = new Traffic(50e6, 10e6, 2.5e6, 1_200, 500e6, 30_000, 0.4);

    /** Checks that there is somebody. */
    public Traffic {
        if (!(users > 0 && daily > 0 && connections > 0 && sessionSeconds > 0 && messages > 0 && peakMessages > 0)) {
            throw new IllegalArgumentException("traffic: something is 0 or less (expected: more than 0)");
        }
        if (groupShare < 0 || groupShare > 1) {
            throw new IllegalArgumentException("groupShare: " + groupShare + " (expected: 0..1)");
        }
    }
}
