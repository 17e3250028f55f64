package dev.parley.core;

/**
 * How much of content is too much; what goes beyond is answered {@code limit_exceeded}. Immutable.
 *
 * @param text the longest text, in code points
 * @param content the largest content that is not text, in bytes
 * @param custom the largest custom map, in bytes of UTF-8 over all keys and values
 * @param mentions the most mentions of a message
 * @param title the longest title, in code points
 * @param emoji the longest reaction, in bytes of UTF-8
 * @param reactions the most reactions of one user on one message
 */
public record Limits(int text, int content, int custom, int mentions, int title, int emoji, int reactions) {

    /** 100,000 code points, 256 KiB, 4 KiB, 100 mentions, 200 code points, 64 bytes, 8 reactions. */
    public static final Limits DEFAULT = new Limits(100_000, 256 * 1024, 4 * 1024, 100, 200, 64, 8);
}
