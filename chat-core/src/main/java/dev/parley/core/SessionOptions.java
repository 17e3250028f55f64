package dev.parley.core;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * Limits and times of sessions. Immutable.
 *
 * @param helloTimeout how long after accepting the connection the hello may take, 1 ms to 1 h; default 10 s
 * @param ping how often the server pings; a client silent for twice as long is dead; 1 ms to 1 h;
 *     default 25 s
 * @param outbound the most bytes of events that wait for a slow client, before only hints do, and of answers, before the
 *     next page is made; 1,024 or more; default 512 KiB
 * @param stuck how long a client may be unable to take anything before it is closed, 1 ms to 1 h; default
 *     30 s
 * @param perUser the most connections of a user on this node, 1 or more; default 50
 * @param requests the most requests a session has under way; more are answered {@code overloaded}; 1
 *     or more; default 256
 * @param offlineAfter how long after a user's last session ended they count as offline, 0 to 1 h; default 5 s
 * @param typing how long after its last sign typing ends, 1 ms to 1 h; default 6 s
 */
public record SessionOptions(
        Duration helloTimeout,
        Duration ping,
        int outbound,
        Duration stuck,
        int perUser,
        int requests,
        Duration offlineAfter,
        Duration typing) {

    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** 10 s, 25 s, 512 KiB, 30 s, 50 connections, 256 requests, 5 s, 6 s. */
    public static final SessionOptions DEFAULT = new SessionOptions(
            Duration.ofSeconds(10),
            Duration.ofSeconds(25),
            512 * 1024,
            Duration.ofSeconds(30),
            50,
            256,
            Duration.ofSeconds(5),
            Duration.ofSeconds(6));

    public SessionOptions {
        Checks.within("helloTimeout", helloTimeout, INSTANT, HOUR);
        Checks.within("ping", ping, INSTANT, HOUR);
        Checks.atLeast("outbound", outbound, 1_024);
        Checks.within("stuck", stuck, INSTANT, HOUR);
        Checks.atLeast("perUser", perUser, 1);
        Checks.atLeast("requests", requests, 1);
        Checks.within("offlineAfter", offlineAfter, Duration.ZERO, HOUR);
        Checks.within("typing", typing, INSTANT, HOUR);
    }
}
