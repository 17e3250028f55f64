package dev.parley.core.internal.log;

import dev.parley.core.internal.access.Grant;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How far the reading of one page has come: whoever came back has several stays, and what lies between them is not read.
 * Immutable.
 *
 * @param head where the log ends
 * @param left the stretches to read yet, the next one first
 * @param room how many entries are wanted yet
 * @param entries what was read, by ascending seq
 */
record JudgedRead(
        ConversationId conversation, long head, RangeEnd end, List<Grant.Range> left, int room, List<Entry> entries) {

    static JudgedRead of(Wanted wanted) {
        List<Grant.Range> ranges = new ArrayList<>(wanted.grant().visible(wanted.low(), wanted.high()));
        if (wanted.end() == RangeEnd.NEWEST) {
            Collections.reverse(ranges);
        }
        return new JudgedRead(
                wanted.grant().conversation(), wanted.head(), wanted.end(), ranges, wanted.limit(), List.of());
    }

    boolean open() {
        return !left.isEmpty() && room > 0;
    }

    Stretch next() {
        Grant.Range range = left.get(0);
        int limit = (int) Math.min(room, range.high() - range.low() + 1);
        return new Stretch(conversation, range.low(), range.high(), limit, end);
    }

    JudgedRead with(List<Entry> more) {
        List<Entry> all = new ArrayList<>(end == RangeEnd.NEWEST ? more : entries);
        all.addAll(end == RangeEnd.NEWEST ? entries : more);
        return new JudgedRead(conversation, head, end, left.subList(1, left.size()), room - more.size(), all);
    }
}
