package dev.parley.core;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * How many clients may come in at once. When a node has started, or another one has died, thousands connect in the same
 * second; what they need of the host's authenticator and of the stores is done for a few at a time, so that those who are
 * in already do not wait behind them. Immutable.
 *
 * @param underWay the most hellos and first syncs of this node under way at once, 1 or more; default 64
 * @param waiting the most hellos that wait for their turn; more are answered {@code overloaded} and closed with a code that
 *     says to come back; 0 or more; default 1,000
 * @param retryAfter when those may come back: each is told a time of its own between half of this and one and a half times
 *     this; 1 ms to 1 h; default 5 s
 */
public record AdmissionOptions(int underWay, int waiting, Duration retryAfter) {

    /** 64 under way, 1,000 waiting, 5 s. */
    public static final AdmissionOptions DEFAULT = new AdmissionOptions(64, 1_000, Duration.ofSeconds(5));

    public AdmissionOptions {
        Checks.atLeast("underWay", underWay, 1);
        Checks.atLeast("waiting", waiting, 0);
        Checks.within("retryAfter", retryAfter, Duration.ofMillis(1), Duration.ofHours(1));
    }
}
