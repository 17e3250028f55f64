package dev.parley.store.cassandra.internal.row;

import dev.parley.core.spi.log.LogHead;

/**
 * Where a log ends. Immutable.
 *
 * @param bucket the newest bucket that has begun; 0 for a log without entries
 * @param begun whether that bucket has begun; false only for a log without entries
 * @param head the highest seq
 * @param stateSeq the seq of the newest entry that changed the conversation itself
 */
public record Position(long bucket, boolean begun, long head, long stateSeq) {

    public static final Position EMPTY = new Position(0, false, 0, 0);

    public LogHead logHead() {
        return new LogHead(head, stateSeq);
    }

    public Position later(Position other) {
        return other.head >= head ? other : this;
    }
}
