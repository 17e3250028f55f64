package dev.parley.core;

import java.time.Duration;

/**
 * Limits and times of sessions. Immutable.
 *
 * @param helloTimeout how long after accepting the connection the hello may take
 * @param ping how often the server pings; a client silent for twice as long is dead
 * @param outbound the most bytes that wait for a slow client, before only hints do
 * @param stuck how long a client may be unable to take anything before it is closed
 * @param perUser the most connections of a user on this node
 * @param requests the most requests a session has under way; more are answered {@code overloaded}
 * @param offlineAfter how long after a user's last session ended they count as offline
 * @param typing how long after its last sign typing ends
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
}
