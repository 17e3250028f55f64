package dev.parley.core;

/**
 * Token buckets that keep one user from crowding out the others; what exceeds them is answered {@code rate_limited} with
 * the time to wait. Immutable.
 *
 * @param userSends writes per second of one user over all sessions
 * @param userBurst how many of them may come at once
 * @param sessionRequests requests per second of one session, of every kind
 * @param sessionBurst how many of them may come at once
 * @param strikes after how many refused requests in a row the session is closed
 */
public record RateOptions(double userSends, int userBurst, double sessionRequests, int sessionBurst, int strikes) {

    /** 50 writes/s (burst 200) per user, 100 requests/s (burst 400) per session, 1,000 strikes. */
    public static final RateOptions DEFAULT = new RateOptions(50, 200, 100, 400, 1_000);

    /** Nothing is limited: for benchmarks and trusted clients. */
    public static final RateOptions NONE = new RateOptions(
            Double.POSITIVE_INFINITY, Integer.MAX_VALUE, Double.POSITIVE_INFINITY, Integer.MAX_VALUE, 1);
}
