package dev.parley.benchmarks.load.talk;

import io.netty.buffer.ByteBuf;

/**
 * The number that every message carries, as an at sign and 16 digits at the start of its text. It says who sent it and when
 * that was to happen. It also serves as JSON number and as key, so it is never less than {@link #FIRST}.
 * Thread-safe: it keeps nothing.
 */
public final class Stamps {

    /** The lowest stamp: 16 digits, and below 2^53. */
    public static final long FIRST = 1_000_000_000_000_000L;

    /** How many characters a text has. */
    public static final int TEXT = 200;

    /** How many digits a stamp has. */
    public static final int DIGITS = 16;

    /** What a text has behind its stamp. */
    public static final String FILLER = filler();

    private static final byte MARK = '@';

    private Stamps() {}

    /**
     * Finds the next stamp.
     *
     * @return the index of its first digit, or -1
     */
    public static int find(ByteBuf in, int from, int to) {
        int at = from;
        while (true) {
            at = in.indexOf(at, to, MARK);
            if (at < 0 || at + DIGITS >= to) {
                return -1;
            }
            at++;
            if (isDigits(in, at)) {
                return at;
            }
        }
    }

    /** Reads the stamp whose digits begin at an index. */
    public static long read(ByteBuf in, int at) {
        long value = 0;
        for (int i = at; i < at + DIGITS; i++) {
            value = value * 10 + (in.getByte(i) - '0');
        }
        return value;
    }

    /** Reads the digits that begin at an index, however many there are; 0 if there are none. */
    public static long readNumber(ByteBuf in, int at, int to) {
        long value = 0;
        for (int i = at; i < to; i++) {
            int digit = in.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static boolean isDigits(ByteBuf in, int at) {
        for (int i = at; i < at + DIGITS; i++) {
            int digit = in.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
        }
        return true;
    }

    private static String filler() {
        StringBuilder text = new StringBuilder();
        String words = " the quick brown fox jumps over the lazy dog,";
        while (text.length() < TEXT - DIGITS - 1) {
            text.append(words);
        }
        return text.substring(0, TEXT - DIGITS - 1);
    }
}
