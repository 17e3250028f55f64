package dev.parley.core.internal.rederive;

import dev.parley.core.service.InboxDifference;
import dev.parley.core.service.InboxDifference.Kind;
import java.util.EnumMap;
import java.util.Map;

/** What was counted in one conversation, or in many. Confined to one thread at a time. */
final class Tally {

    private final Map<Kind, Long> found = new EnumMap<>(Kind.class);
    private long conversations;
    private long skipped;
    private long rows;
    private long repaired;

    Tally() {
        for (Kind kind : Kind.values()) {
            found.put(kind, 0L);
        }
    }

    void conversation() {
        conversations++;
    }

    void skipped() {
        conversations++;
        skipped++;
    }

    void rows(int compared) {
        rows += compared;
    }

    void found(InboxDifference difference) {
        found.merge(difference.kind(), 1L, Long::sum);
    }

    void repaired(int moved) {
        repaired += moved;
    }

    void add(Tally other) {
        conversations += other.conversations;
        skipped += other.skipped;
        rows += other.rows;
        repaired += other.repaired;
        other.found.forEach((kind, number) -> found.merge(kind, number, Long::sum));
    }

    long conversations() {
        return conversations;
    }

    long skippedOnes() {
        return skipped;
    }

    long rows() {
        return rows;
    }

    Map<Kind, Long> found() {
        return found;
    }

    long repaired() {
        return repaired;
    }
}
