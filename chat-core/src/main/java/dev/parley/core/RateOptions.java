package dev.parley.core;

import dev.parley.model.internal.Checks;

/**
 * Token buckets that keep one user from crowding out the others; what exceeds them is answered {@code rate_limited} with
 * the time to wait. Immutable.
 *
 * @param userSends writes per second of one user over all sessions, more than 0, infinity for no limit; default 50
 * @param userBurst how many of them may come at once, 1 or more; default 200
 * @param sessionRequests requests per second of one session, of every kind, more than 0, infinity for no limit;
 *     default 100
 * @param sessionBurst how many of them may come at once, 1 or more; default 400
 * @param strikes after how many refused requests in a row the session is closed, 1 or more; default 1,000
 */
public record RateOptions(double userSends, int userBurst, double sessionRequests, int sessionBurst, int strikes) {

    /** 50 writes/s (burst 200) per user, 100 requests/s (burst 400) per session, 1,000 strikes. */
    public static final RateOptions DEFAULT = new RateOptions(50, 200, 100, 400, 1_000);

    /** Nothing is limited: for benchmarks and trusted clients. */
    public static final RateOptions NONE = new RateOptions(
            Double.POSITIVE_INFINITY, Integer.MAX_VALUE, Double.POSITIVE_INFINITY, Integer.MAX_VALUE, 1);

    public RateOptions {
        checkRate("userSends", userSends);
        Checks.atLeast("userBurst", userBurst, 1);
        checkRate("sessionRequests", sessionRequests);
        Checks.atLeast("sessionBurst", sessionBurst, 1);
        Checks.atLeast("strikes", strikes, 1);
    }

    private static void checkRate(String what, double perSecond) {
        boolean rate = perSecond > 0; // false for what is no number, too
        if (!rate) {
            throw Checks.refused(what, perSecond, "more than 0");
        }
    }
}
