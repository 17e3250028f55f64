package dev.parley.transport.websocket.options;

import java.time.Duration;

/**
 * Times and sizes of long-polling. Immutable.
 *
 * @param patience how long a request without an answer waits for one
 * @param idle how long after its last request a session ends
 * @param answer up to how many bytes frames are put together in one answer
 */
public record PollOptions(Duration patience, Duration idle, int answer) {

    /** Waits 25 s, ends after 60 s, answers of 256 KiB. */
    public static final PollOptions DEFAULT =
            new PollOptions(Duration.ofSeconds(25), Duration.ofSeconds(60), 256 * 1024);

    public PollOptions {
        Checks.positive("patience", patience);
        Checks.positive("idle", idle);
        Checks.atLeast("answer", answer, 1);
    }
}
