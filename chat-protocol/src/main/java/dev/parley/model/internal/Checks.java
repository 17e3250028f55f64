package dev.parley.model.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks the values of options. What is refused is told by its name, the value and what was expected. */
public final class Checks {

    private Checks() {}

    /**
     * Checks that a value is there.
     *
     * @throws NullPointerException if it is null
     */
    public static void given(String what, @Nullable Object value) {
        if (value == null) {
            throw new NullPointerException(what + ": null (expected: a value)");
        }
    }

    /**
     * Checks a number that may be as large as it likes.
     *
     * @throws IllegalArgumentException if it is too small
     */
    public static void atLeast(String what, long value, long least) {
        if (value < least) {
            throw refused(what, value, least + " or more");
        }
    }

    /**
     * Checks a number.
     *
     * @throws IllegalArgumentException if it is out of range; both bounds are in it
     */
    public static void within(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(what, value, least + ".." + most);
        }
    }

    /**
     * Checks a duration.
     *
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is out of range; both bounds are in it
     */
    public static void within(String what, @Nullable Duration value, Duration least, Duration most) {
        given(what, value);
        if (value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
            throw refused(what, value, least + ".." + most);
        }
    }

    /** The exception for a value that is refused. */
    public static IllegalArgumentException refused(String what, Object value, String expected) {
        return new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
}
