package dev.parley.core;

import dev.parley.model.internal.Checks;

/**
 * How a conversation's size decides what is done with what is written in it (design, section 4). Immutable.
 *
 * @param onWrite up to how many members fan-out is on write: inbox rows, receipts, who-has-read; 2 or more, so that direct
 *     conversations always are; default 100
 * @param kept the most members of a conversation that a node keeps in memory, {@code onWrite + addedAtOnce} or more, so that
 *     nobody is lost while a conversation outgrows both; default 1,000
 * @param addedAtOnce the most members that one command adds, 1 or more; default 500
 */
public record FanOutOptions(int onWrite, int kept, int addedAtOnce) {

    /** 100 members on write, 1,000 in memory, 500 added at once. */
    public static final FanOutOptions DEFAULT = new FanOutOptions(100, 1_000, 500);

    public FanOutOptions {
        Checks.atLeast("onWrite", onWrite, 2);
        Checks.atLeast("addedAtOnce", addedAtOnce, 1);
        Checks.atLeast("kept", kept, (long) onWrite + addedAtOnce);
    }
}
