package dev.parley.core.service;

import dev.parley.model.internal.Checks;
import java.time.Duration;
import java.util.Optional;

/**
 * What a re-derivation of inboxes does, and how fast. Immutable.
 *
 * @param repair whether rows that are missing or too low are moved up; default false
 * @param atOnce how many conversations are looked at together, each with up to 16 calls of the store under way; 1 to 100; default 4
 * @param pause how long it rests before the next ones, 0 to 1 min; default 10 ms
 * @param settle how old an entry is before a row that it did not move counts as wrong: a message is in the log a moment
 *     before it is in the inboxes; 0 to 10 min; default 5 s
 * @param from where to go on, the {@link RederivationReport#cursor} of an earlier job; default empty, the beginning
 */
public record RederivationOptions(boolean repair, int atOnce, Duration pause, Duration settle, Optional<String> from) {

    /** Only compares: 4 conversations, then 10 ms of rest; 5 s to settle; from the beginning. */
    public static final RederivationOptions COMPARE =
            new RederivationOptions(false, 4, Duration.ofMillis(10), Duration.ofSeconds(5), Optional.empty());

    /** The same, and repairs. */
    public static final RederivationOptions REPAIR =
            new RederivationOptions(true, COMPARE.atOnce, COMPARE.pause, COMPARE.settle, Optional.empty());

    public RederivationOptions {
        Checks.within("atOnce", atOnce, 1, 100);
        Checks.within("pause", pause, Duration.ZERO, Duration.ofMinutes(1));
        Checks.within("settle", settle, Duration.ZERO, Duration.ofMinutes(10));
        Checks.given("from", from);
    }

    /**
     * The same, from somewhere else.
     *
     * @param cursor where an earlier job ended
     * @return the options
     */
    public RederivationOptions from(String cursor) {
        return new RederivationOptions(repair, atOnce, pause, settle, Optional.of(cursor));
    }

    /**
     * The same at another pace.
     *
     * @param together how many conversations are looked at together
     * @param rest how long it rests before the next ones
     * @return the options
     */
    public RederivationOptions paced(int together, Duration rest) {
        return new RederivationOptions(repair, together, rest, settle, from);
    }
}
