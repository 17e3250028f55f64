package dev.parley.transport.websocket.options;

import java.time.Duration;

/** What every number and time of the options must be. */
final class Checks {

    private Checks() {}

    static void atLeast(String what, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at least " + least + ")");
        }
    }

    static void positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: more than zero)");
        }
    }
}
