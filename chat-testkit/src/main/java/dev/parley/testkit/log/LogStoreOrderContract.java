package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.all;
import static dev.parley.testkit.internal.Samples.append;
import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.entry;
import static dev.parley.testkit.internal.Samples.fill;
import static dev.parley.testkit.internal.Samples.head;
import static dev.parley.testkit.internal.Samples.key;
import static dev.parley.testkit.internal.Samples.keys;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Samples.retry;
import static dev.parley.testkit.internal.Samples.text;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult.Appended;
import dev.parley.core.spi.log.AppendResult.Conflict;
import dev.parley.core.spi.log.AppendResult.KeyReused;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.testkit.store.StoresUnderTest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules 10 to 22 of {@link LogStore}: order and atomicity, one writer at a time. Implementations are thread-safe. */
public interface LogStoreOrderContract extends StoresUnderTest {

    /** A log starts at 1 and goes on by 1. */
    @Test
    default void rule10_theFirstSeqIs1AndEachFurtherOneTheNext() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        for (long seq = 1; seq <= 20; seq++) {
            assertThat(commit(logs, conversation, message())).isEqualTo(new Appended(seq));
        }
        assertThat(all(logs, conversation))
                .extracting(Entry::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    }

    /** What was refused took no seq. */
    @Test
    default void rule10_refusedAppendsLeaveNoHole() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry first = message();
        commit(logs, conversation, first);
        commit(logs, conversation, retry(first));
        commit(logs, conversation, entry(first.origin().sender(), first.origin().key(), text("other")));
        commit(logs, append(conversation, Expectation.head(7), message(), message()));
        assertThat(commit(logs, conversation, message())).isEqualTo(new Appended(2));
        assertThat(head(logs, conversation).head()).isEqualTo(2);
    }

    /** The entries of one append stand together, in order. */
    @Test
    default void rule11_theEntriesOfOneAppendAreAdjacentAndInOrder() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        fill(logs, conversation, 3);
        NewEntry[] five = Stream.generate(() -> message()).limit(5).toArray(NewEntry[]::new);
        assertThat(commit(logs, conversation, five)).isEqualTo(new Appended(4));
        assertThat(keys(all(logs, conversation)).subList(3, 8))
                .containsExactlyElementsOf(
                        Stream.of(five).map(entry -> entry.origin().key()).toList());
        assertThat(commit(logs, conversation, message())).isEqualTo(new Appended(9));
    }

    /** A long append is like a short one. */
    @Test
    default void rule11_aThousandEntriesInOneAppend() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry[] many = Stream.generate(() -> message()).limit(1_000).toArray(NewEntry[]::new);
        assertThat(commit(logs, conversation, many)).isEqualTo(new Appended(1));
        assertThat(keys(all(logs, conversation)))
                .containsExactlyElementsOf(
                        Stream.of(many).map(entry -> entry.origin().key()).toList());
    }

    /** Within a batch, appends to one conversation take effect in order, whatever stands between them. */
    @Test
    default void rule12_appendsToOneConversationTakeEffectInTheBatchsOrder() {
        LogStore logs = stores().logs();
        ConversationId one = conversation();
        ConversationId other = conversation();
        NewEntry a = message();
        NewEntry b = message();
        NewEntry c = message();
        NewEntry d = message();
        assertThat(commit(logs, append(one, a), append(other, b), append(one, c), append(other, d)))
                .containsExactly(new Appended(1), new Appended(1), new Appended(2), new Appended(2));
        assertThat(keys(all(logs, one)))
                .containsExactly(a.origin().key(), c.origin().key());
        assertThat(keys(all(logs, other)))
                .containsExactly(b.origin().key(), d.origin().key());
    }

    /** An expectation sees what stands before it in the batch. */
    @Test
    default void rule12_anExpectationSeesTheAppendsBeforeItInTheBatch() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        assertThat(commit(
                        logs,
                        append(conversation, Expectation.head(0), message()),
                        append(conversation, Expectation.head(1), message(), message()),
                        append(conversation, Expectation.head(1), message()),
                        append(conversation, Expectation.head(3), message())))
                .containsExactly(new Appended(1), new Appended(2), new Conflict(new LogHead(3, 0)), new Appended(4));
    }

    /** Results stand where their appends stand. */
    @Test
    default void rule12_resultsComeInTheBatchsOrder() {
        LogStore logs = stores().logs();
        List<ConversationId> conversations =
                Stream.generate(() -> conversation()).limit(40).toList();
        for (int i = 0; i < conversations.size(); i++) {
            if (i > 0) {
                fill(logs, conversations.get(i), i);
            }
        }
        Append[] batch = conversations.stream()
                .map(conversation -> append(conversation, message()))
                .toArray(Append[]::new);
        assertThat(commit(logs, batch))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, conversations.size())
                        .mapToObj(Appended::new)
                        .toList());
    }

    /** What a seq holds, it holds for good; edits and deletes are entries of their own. */
    @Test
    default void rule13_theSameSeqAlwaysHoldsTheSameEntry() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry first = message();
        commit(logs, conversation, first, message(), message());
        List<Entry> before = all(logs, conversation);
        commit(logs, conversation, entry(new EntryBody.Edit(1, MessageBody.text("new"))));
        commit(logs, conversation, entry(new EntryBody.Delete(2)));
        commit(logs, conversation, retry(first));
        commit(logs, conversation, entry(first.origin().sender(), first.origin().key(), text("other")));
        assertThat(all(logs, conversation)).startsWith(before.toArray(Entry[]::new));
    }

    /** An append that conflicts leaves none of its entries. */
    @Test
    default void rule20_anAppendHappensWholeOrNotAtAll() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        fill(logs, conversation, 2);
        NewEntry lost = message();
        assertThat(commit(logs, append(conversation, Expectation.head(1), lost, message(), message())))
                .containsExactly(new Conflict(new LogHead(2, 0)));
        assertThat(all(logs, conversation)).hasSize(2);
        assertThat(await(logs.find(
                        conversation, lost.origin().sender(), lost.origin().key())))
                .isEmpty();
    }

    /** What is refused in a batch is refused alone. */
    @Test
    default void rule21_aRefusedAppendTakesNoOthersWithIt() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        ConversationId other = conversation();
        String key = key();
        NewEntry first = entry(user(), key, text("first"));
        commit(logs, conversation, first);
        assertThat(commit(
                        logs,
                        append(conversation, message()),
                        append(conversation, Expectation.head(9), message()),
                        append(conversation, entry(first.origin().sender(), key, text("other"))),
                        append(other, Expectation.state(9), message()),
                        append(other, message()),
                        append(conversation, message())))
                .satisfiesExactly(
                        result -> assertThat(result).isEqualTo(new Appended(2)),
                        result -> assertThat(result).isEqualTo(new Conflict(new LogHead(2, 0))),
                        result -> assertThat(result).isInstanceOf(KeyReused.class),
                        result -> assertThat(result).isEqualTo(new Conflict(LogHead.EMPTY)),
                        result -> assertThat(result).isEqualTo(new Appended(1)),
                        result -> assertThat(result).isEqualTo(new Appended(3)));
    }

    /** Every kind of read sees what was appended. */
    @Test
    default void rule22_everyLaterReadSeesWhatWasAppended() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        commit(logs, conversation, message());
        NewEntry reaction = entry(new EntryBody.Reaction(1, "+1", true));
        commit(logs, conversation, reaction);
        Entry stored = new Entry(conversation, 2, reaction.id(), reaction.origin(), reaction.time(), reaction.body());
        assertThat(head(logs, conversation)).isEqualTo(new LogHead(2, 0));
        assertThat(await(logs.read(conversation, 2, 2, 1, RangeEnd.NEWEST))).containsExactly(stored);
        assertThat(await(logs.modifications(conversation, List.of(1L)))).containsExactly(stored);
        assertThat(await(logs.find(
                        conversation,
                        reaction.origin().sender(),
                        reaction.origin().key())))
                .contains(stored);
    }
}
