package dev.parley.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class TailTest {

    private static final int MOST = 8;

    private static Entry entry(long seq) {
        return entry(seq, "message " + seq);
    }

    private static Entry entry(long seq, String text) {
        return new Entry(
                new ConversationId("c"),
                seq,
                new UUID(0, seq),
                new Origin(new UserId("ada"), null, "k" + seq),
                Instant.EPOCH,
                new EntryBody.Posted(MessageBody.text(text)));
    }

    private static List<Entry> entries(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(TailTest::entry).toList();
    }

    @Test
    void aTailThatGrowsKeepsTheNewestAndKnowsItsWeight() {
        Tail tail = Tail.of(entries(1, 1), true);
        for (long seq = 2; seq <= 100; seq++) {
            tail = tail.plus(entry(seq), MOST);
            List<Entry> kept = entries(tail.from(), seq);
            assertThat(tail.head()).isEqualTo(seq);
            assertThat(tail.entries()).isEqualTo(kept).hasSizeLessThanOrEqualTo(MOST);
            assertThat(tail.entries().size()).isGreaterThanOrEqualTo((int) Math.min(seq, MOST - MOST / 4));
            assertThat(tail.weight())
                    .isEqualTo(kept.stream().mapToInt(Tail::weigh).sum());
        }
    }

    @Test
    void anOlderTailStaysAsItWas() {
        Tail older = Tail.of(entries(1, 3), true).plus(entry(4), MOST);
        List<Entry> before = older.entries();
        Tail newer = older.plus(entry(5), MOST).plus(entry(6), MOST);
        assertThat(older.entries()).isEqualTo(entries(1, 4));
        assertThat(before).isEqualTo(entries(1, 4));
        assertThat(newer.entries()).isEqualTo(entries(1, 6));
    }

    @Test
    void twoTailsThatFollowTheSameOneDoNotMeet() {
        Tail common = Tail.of(entries(1, 3), true).plus(entry(4), MOST);
        Tail one = common.plus(entry(5, "one"), MOST);
        Tail other = common.plus(entry(5, "other"), MOST);
        assertThat(one.entries().get(4)).isEqualTo(entry(5, "one"));
        assertThat(other.entries().get(4)).isEqualTo(entry(5, "other"));
        assertThat(common.entries()).isEqualTo(entries(1, 4));
    }

    @Test
    void whatDoesNotFollowTheHeadChangesNothing() {
        Tail tail = Tail.of(entries(3, 5), true);
        assertThat(tail.plus(entry(5), MOST)).isSameAs(tail);
        assertThat(tail.plus(entry(7), MOST)).isSameAs(tail);
    }

    @Test
    void whatWasReadGoesInFrontWhereItTouches() {
        Tail tail = Tail.of(entries(5, 6), true);
        assertThat(tail.after(entries(1, 3), MOST)).isSameAs(tail);
        assertThat(tail.after(entries(2, 4), MOST).entries()).isEqualTo(entries(2, 6));
        assertThat(tail.after(entries(2, 5), 3).entries()).isEqualTo(entries(4, 6));
    }

    @Test
    void aTailThatWasOnlyReadEndsWithWhatIsPublished() {
        Tail read = Tail.of(entries(2, 6), false);
        Tail published = read.endingWith(entry(5));
        assertThat(published.entries()).isEqualTo(entries(2, 5));
        assertThat(published.published()).isTrue();
    }

    @Test
    void onlyAWholeSliceIsGiven() {
        Tail tail = Tail.of(entries(3, 6), true).plus(entry(7), MOST);
        assertThat(tail.slice(4, 7)).isEqualTo(entries(4, 7));
        assertThat(tail.slice(5, 4)).isEmpty();
        assertThat(tail.slice(2, 4)).isNull();
        assertThat(tail.slice(6, 8)).isNull();
    }
}
