package dev.parley.benchmarks.capacity;

/**
 * What a message and a return bring with them, on the average. Immutable. Defaults: {@link #REFERENCE}, counted in the
 * ten minutes of the peak of the simulated day.
 *
 * @param rows inbox rows that a message moves
 * @param deliveries devices that are shown it at once
 * @param hints devices that are told of it and pull it
 * @param asked users for whom the directory is asked, because they are offline or their place is not remembered
 * @param receipts receipts that it is answered with
 * @param marks devices that are told of those receipts
 * @param caughtUp messages that a device which comes back catches up on
 * @param bytes bytes written to devices for each message, receipts and catch-ups included
 */
public record Profile(
        double rows,
        double deliveries,
        double hints,
        double asked,
        double receipts,
        double marks,
        double caughtUp,
        double bytes) {

    /** Of 20:00 to 20:10, when everybody writes. */
    public static final Profile REFERENCE = new Profile(32, 3.3, 0.08, 1.7, 1.6, 7.5, 16, 21_000);
}
