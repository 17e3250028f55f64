package dev.parley.transport.websocket.options;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * Times and sizes of long-polling. Immutable.
 *
 * @param patience how long a request without an answer waits for one, 1 ms to 1 h; default 25 s
 * @param idle how long after its last request a session ends, 1 ms to 1 h; default 60 s
 * @param answer up to how many bytes frames are put together in one answer, 1 or more; default 256 KiB
 */
public record PollOptions(Duration patience, Duration idle, int answer) {

    /** Waits 25 s, ends after 60 s, answers of 256 KiB. */
    public static final PollOptions DEFAULT =
            new PollOptions(Duration.ofSeconds(25), Duration.ofSeconds(60), 256 * 1024);

    public PollOptions {
        Checks.within("patience", patience, Duration.ofMillis(1), Duration.ofHours(1));
        Checks.within("idle", idle, Duration.ofMillis(1), Duration.ofHours(1));
        Checks.atLeast("answer", answer, 1);
    }
}
