package dev.parley.model.internal;

/** The one rule that every id and key follows: what any database can keep as text. */
public final class Ids {

    private static final int MAX_LENGTH = 128;

    private Ids() {}

    /**
     * Checks an id.
     *
     * @throws IllegalArgumentException if it is empty, longer than 128 characters, or holds what not every database keeps
     */
    public static void check(String what, String value) {
        check(what, value, MAX_LENGTH);
    }

    /**
     * Checks a key or an id.
     *
     * @throws IllegalArgumentException if it is empty, longer than that, or holds what not every database keeps
     */
    public static void check(String what, String value, int maxLength) {
        if (value.isEmpty() || value.length() > maxLength) {
            throw new IllegalArgumentException(
                    what + ": " + value.length() + " characters (expected: 1.." + maxLength + ")");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException(what + ": a control character at index " + i);
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException(what + ": a lone surrogate at index " + i);
                }
                i++;
            }
        }
    }
}
