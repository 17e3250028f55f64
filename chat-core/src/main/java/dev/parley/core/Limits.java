package dev.parley.core;

import dev.parley.model.internal.Checks;

/**
 * How much of content is too much; what goes beyond is answered {@code limit_exceeded}. Immutable.
 *
 * @param text the longest text, in code points, 1 or more; default 100,000
 * @param content the largest content that is not text, in bytes, 1 or more; default 256 KiB
 * @param custom the largest custom map, in bytes of UTF-8 over all keys and values, 0 or more; default 4 KiB
 * @param mentions the most mentions of a message, 0 or more; default 100
 * @param title the longest title, in code points, 1 or more; default 200
 * @param emoji the longest reaction, in bytes of UTF-8, 1 or more; default 64
 * @param reactions the most reactions of one user on one message, 0 or more; default 8
 */
public record Limits(int text, int content, int custom, int mentions, int title, int emoji, int reactions) {

    /** 100,000 code points, 256 KiB, 4 KiB, 100 mentions, 200 code points, 64 bytes, 8 reactions. */
    public static final Limits DEFAULT = new Limits(100_000, 256 * 1024, 4 * 1024, 100, 200, 64, 8);

    public Limits {
        Checks.atLeast("text", text, 1);
        Checks.atLeast("content", content, 1);
        Checks.atLeast("custom", custom, 0);
        Checks.atLeast("mentions", mentions, 0);
        Checks.atLeast("title", title, 1);
        Checks.atLeast("emoji", emoji, 1);
        Checks.atLeast("reactions", reactions, 0);
    }
}
