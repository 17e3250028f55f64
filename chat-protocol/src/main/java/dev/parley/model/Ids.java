package dev.parley.model;

/** The one rule that every id and key follows: what any database can keep as text. */
final class Ids {

    static final int MAX_LENGTH = 128;

    private Ids() {}

    static void check(String what, String value) {
        check(what, value, MAX_LENGTH);
    }

    static void check(String what, String value, int maxLength) {
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
