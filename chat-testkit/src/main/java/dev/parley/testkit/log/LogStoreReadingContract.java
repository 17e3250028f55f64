package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.append;
import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.entry;
import static dev.parley.testkit.internal.Samples.fill;
import static dev.parley.testkit.internal.Samples.key;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.testkit.store.StoresUnderTest;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rules 51, 52 and 70 of {@link LogStore}: ranges, heads, modifications, hints. Implementations are thread-safe. */
public interface LogStoreReadingContract extends StoresUnderTest {

    /** Both ends, with limits below, at and above what there is. */
    @Test
    default void rule50_aLimitKeepsTheAskedEndInAscendingOrder() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        fill(logs, conversation, 10);
        assertThat(seqs(conversation, 1, 10, 3, RangeEnd.OLDEST)).containsExactly(1L, 2L, 3L);
        assertThat(seqs(conversation, 1, 10, 3, RangeEnd.NEWEST)).containsExactly(8L, 9L, 10L);
        assertThat(seqs(conversation, 4, 8, 2, RangeEnd.OLDEST)).containsExactly(4L, 5L);
        assertThat(seqs(conversation, 4, 8, 2, RangeEnd.NEWEST)).containsExactly(7L, 8L);
        assertThat(seqs(conversation, 4, 8, 5, RangeEnd.OLDEST)).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(seqs(conversation, 4, 8, 5, RangeEnd.NEWEST)).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(seqs(conversation, 4, 8, 6, RangeEnd.NEWEST)).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(seqs(conversation, 1, 10, 1, RangeEnd.OLDEST)).containsExactly(1L);
        assertThat(seqs(conversation, 1, 10, 1, RangeEnd.NEWEST)).containsExactly(10L);
    }

    /** Ranges that reach beyond the log, and empty ones. */
    @Test
    default void rule50_aRangeMayReachBeyondTheLog() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        fill(logs, conversation, 5);
        assertThat(seqs(conversation, 0, 2, 9, RangeEnd.OLDEST)).containsExactly(1L, 2L);
        assertThat(seqs(conversation, -5, 2, 9, RangeEnd.OLDEST)).containsExactly(1L, 2L);
        assertThat(seqs(conversation, 4, Long.MAX_VALUE, 9, RangeEnd.OLDEST)).containsExactly(4L, 5L);
        assertThat(seqs(conversation, 1, Long.MAX_VALUE, 2, RangeEnd.NEWEST)).containsExactly(4L, 5L);
        assertThat(seqs(conversation, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, RangeEnd.NEWEST))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(seqs(conversation, 5, 5, 9, RangeEnd.OLDEST)).containsExactly(5L);
        assertThat(seqs(conversation, 6, 9, 9, RangeEnd.NEWEST)).isEmpty();
        assertThat(seqs(conversation, 3, 2, 9, RangeEnd.OLDEST)).isEmpty();
        assertThat(seqs(conversation, -3, 0, 9, RangeEnd.NEWEST)).isEmpty();
    }

    /** What nobody wrote to is empty, and reading makes nothing. */
    @Test
    default void rule51_aConversationThatNobodyWroteToIsEmpty() {
        LogStore logs = stores().logs();
        ConversationId nobodys = conversation();
        assertThat(await(logs.heads(List.of(nobodys)))).isEqualTo(Map.of(nobodys, LogHead.EMPTY));
        assertThat(seqs(nobodys, 1, Long.MAX_VALUE, 10, RangeEnd.NEWEST)).isEmpty();
        assertThat(await(logs.modifications(nobodys, List.of(1L)))).isEmpty();
        assertThat(await(logs.find(nobodys, user(), key()))).isEmpty();
        assertThat(await(logs.unread(user(), List.of(new UnreadRange(nobodys, 0, 100, 10)))))
                .containsExactly(Unread.NONE);
    }

    /** Asking for nothing is no error. */
    @Test
    default void rule51_askingForNothingAnswersNothing() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        fill(logs, conversation, 1);
        assertThat(await(logs.heads(List.of()))).isEmpty();
        assertThat(await(logs.modifications(conversation, List.of()))).isEmpty();
        assertThat(await(logs.unread(user(), List.of()))).isEmpty();
    }

    /** One request, many heads, with and without a log. */
    @Test
    default void rule51_headsAnswersForEveryConversationAskedFor() {
        LogStore logs = stores().logs();
        Map<ConversationId, LogHead> expected = new HashMap<>();
        for (int i = 1; i <= 200; i++) {
            ConversationId conversation = conversation();
            int messages = i % 4;
            if (messages > 0) {
                fill(logs, conversation, messages);
            }
            expected.put(conversation, new LogHead(messages, 0));
        }
        assertThat(await(logs.heads(expected.keySet()))).isEqualTo(expected);
    }

    /** Edits, deletes and reactions by target; nothing else. */
    @Test
    default void rule52_modificationsReturnsExactlyTheEntriesOfTheTargets() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        fill(logs, conversation, 4);
        commit(logs, conversation, entry(new EntryBody.Edit(1, MessageBody.text("new"))));
        commit(logs, conversation, entry(new EntryBody.Reaction(2, "+1", true)));
        commit(logs, conversation, entry(new EntryBody.Reaction(1, "+1", true)), message());
        commit(logs, conversation, entry(new EntryBody.Delete(3)));
        commit(logs, conversation, entry(new EntryBody.Reaction(1, "+1", false)));
        ConversationId other = conversation();
        fill(logs, other, 1);
        commit(logs, other, entry(new EntryBody.Delete(1)));
        assertThat(modifiers(conversation, List.of(1L))).containsExactly(5L, 7L, 10L);
        assertThat(modifiers(conversation, List.of(3L, 1L, 2L))).containsExactly(5L, 6L, 7L, 9L, 10L);
        assertThat(modifiers(conversation, List.of(2L, 2L))).containsExactly(6L);
        assertThat(modifiers(conversation, List.of(4L, 99L, 0L))).isEmpty();
        assertThat(await(logs.modifications(conversation, List.of(3L))))
                .extracting(Entry::body)
                .containsExactly(new EntryBody.Delete(3));
    }

    /** As many targets as are allowed at once. */
    @Test
    default void rule52_aThousandTargetsAtOnce() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        fill(logs, conversation, 1_000);
        List<Long> expected = new ArrayList<>();
        for (long target = 100; target <= 1_000; target += 100) {
            commit(logs, conversation, entry(new EntryBody.Reaction(target, "+1", true)));
            expected.add(1_000 + target / 100);
        }
        assertThat(modifiers(
                        conversation, LongStream.rangeClosed(1, 1_000).boxed().toList()))
                .containsExactlyElementsOf(expected);
    }

    /** Of what there is, of more than that, and of a log that nobody wrote to. */
    @Test
    default void rule70_whateverIsSaidOfALogChangesNoAnswer() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        for (long said : new long[] {1, 5, Long.MAX_VALUE}) {
            logs.reaches(conversation, said);
        }
        assertThat(await(logs.heads(List.of(conversation)))).isEqualTo(Map.of(conversation, LogHead.EMPTY));
        long seq = 0;
        for (long ahead : new long[] {-2, 0, 1, 7, 1_000_000_000_000L}) {
            fill(logs, conversation, 3);
            seq += 3;
            logs.reaches(conversation, Math.max(1, seq + ahead));
            assertThat(await(logs.heads(List.of(conversation)))).isEqualTo(Map.of(conversation, new LogHead(seq, 0)));
            assertThat(seqs(conversation, seq, Long.MAX_VALUE, 10, RangeEnd.NEWEST))
                    .containsExactly(seq);
            logs.reaches(conversation, Math.max(1, seq + ahead));
            assertThat(commit(logs, append(conversation, Expectation.head(seq + ahead + 1), message())))
                    .containsExactly(new AppendResult.Conflict(new LogHead(seq, 0)));
            assertThat(commit(logs, append(conversation, Expectation.head(seq), message())))
                    .containsExactly(new AppendResult.Appended(++seq));
        }
    }

    private List<Long> seqs(ConversationId conversation, long from, long to, int limit, RangeEnd end) {
        return await(stores().logs().read(conversation, from, to, limit, end)).stream()
                .map(Entry::seq)
                .toList();
    }

    private List<Long> modifiers(ConversationId conversation, List<Long> targets) {
        return await(stores().logs().modifications(conversation, targets)).stream()
                .map(Entry::seq)
                .toList();
    }
}
