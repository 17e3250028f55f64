package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.all;
import static dev.parley.testkit.internal.Samples.append;
import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.entry;
import static dev.parley.testkit.internal.Samples.head;
import static dev.parley.testkit.internal.Samples.key;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Samples.retry;
import static dev.parley.testkit.internal.Samples.text;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.AppendResult.Appended;
import dev.parley.core.spi.log.AppendResult.Conflict;
import dev.parley.core.spi.log.AppendResult.Duplicate;
import dev.parley.core.spi.log.AppendResult.KeyReused;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.testkit.internal.Together;
import dev.parley.testkit.store.StoresUnderTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of {@link LogStore} under many writers at once. Implementations are thread-safe. */
public interface LogStoreConcurrencyContract extends StoresUnderTest {

    /** Writers on one conversation share its seqs without hole or repetition, each in its own order. */
    @Test
    default void rule10_writersThatRaceGetDenseSeqs() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        int writers = 8;
        int rounds = 25;
        List<List<Long>> seqsByWriter = Together.run(writers, writer -> {
            UserId sender = user();
            List<Long> seqs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                AppendResult result = commit(logs, conversation, entry(sender, writer + "-" + round, text("x")));
                seqs.add(((Appended) result).firstSeq());
            }
            return seqs;
        });
        assertThat(seqsByWriter).allSatisfy(seqs -> assertThat(seqs).isSorted());
        assertDense(all(logs, conversation), writers * rounds);
        assertThat(seqsByWriter.stream().flatMap(List::stream)).doesNotHaveDuplicates();
        List<Entry> entries = all(logs, conversation);
        for (int writer = 0; writer < writers; writer++) {
            for (int round = 0; round < rounds; round++) {
                long seq = seqsByWriter.get(writer).get(round);
                assertThat(entries.get((int) seq - 1).origin().key()).isEqualTo(writer + "-" + round);
            }
        }
    }

    /** Appends with several entries stay together while others write. */
    @Test
    default void rule11_appendsThatRaceStayTogether() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        List<Long> firsts = Together.run(12, writer -> {
            UserId sender = new UserId("w" + writer);
            NewEntry[] three = Stream.generate(() -> entry(sender, key(), text("x")))
                    .limit(3)
                    .toArray(NewEntry[]::new);
            return ((Appended) commit(logs, conversation, three)).firstSeq();
        });
        List<Entry> entries = all(logs, conversation);
        assertDense(entries, 36);
        for (int writer = 0; writer < firsts.size(); writer++) {
            int first = firsts.get(writer).intValue() - 1;
            assertThat(entries.subList(first, first + 3))
                    .extracting(entry -> entry.origin().sender().value())
                    .containsOnly("w" + writer);
        }
    }

    /** While others write, a reader never sees a hole, and never less than before. */
    @Test
    default void rule14_readersNeverSeeAHole() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        int writers = 4;
        int rounds = 25;
        AtomicInteger writing = new AtomicInteger(writers);
        Together.run(writers + 1, worker -> {
            if (worker < writers) {
                try {
                    for (int round = 0; round < rounds; round++) {
                        commit(logs, append(conversation, message(), message()), append(conversation, message()));
                    }
                } finally {
                    writing.decrementAndGet();
                }
                return true;
            }
            long known = 0;
            do {
                long head = head(logs, conversation).head();
                List<Entry> entries = await(logs.read(conversation, 1, Long.MAX_VALUE, 10_000, RangeEnd.OLDEST));
                assertThat(head).isGreaterThanOrEqualTo(known);
                assertThat((long) entries.size()).isGreaterThanOrEqualTo(head);
                assertDense(entries, entries.size());
                known = entries.size();
            } while (writing.get() > 0);
            return true;
        });
        assertDense(all(logs, conversation), writers * rounds * 3);
    }

    /** Batches that lock the same conversations in opposite orders end, all of them. */
    @Test
    default void rule21_batchesInOppositeOrdersDoNotDeadlock() {
        LogStore logs = stores().logs();
        List<ConversationId> conversations =
                Stream.generate(() -> conversation()).limit(8).toList();
        int writers = 8;
        int rounds = 15;
        List<Boolean> allAppended = Together.run(writers, writer -> {
            List<ConversationId> order = new ArrayList<>(conversations);
            if (writer % 2 == 1) {
                Collections.reverse(order);
            }
            Collections.rotate(order, writer);
            boolean appended = true;
            for (int round = 0; round < rounds; round++) {
                Append[] batch = order.stream()
                        .map(conversation -> append(conversation, message()))
                        .toArray(Append[]::new);
                appended &= commit(logs, batch).stream().allMatch(Appended.class::isInstance);
            }
            return appended;
        });
        assertThat(allAppended).containsOnly(true);
        for (ConversationId conversation : conversations) {
            assertDense(all(logs, conversation), writers * rounds);
        }
    }

    /** Fifty times the same at once is once. */
    @Test
    default void rule32_fiftyIdenticalAppendsAtOnceMakeOneEntry() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        commit(logs, conversation, message());
        NewEntry entry = message();
        List<AppendResult> results = Together.run(50, i -> commit(logs, conversation, retry(entry)));
        List<Entry> entries = all(logs, conversation);
        assertThat(entries).hasSize(2);
        assertThat(results).filteredOn(Appended.class::isInstance).containsExactly(new Appended(2));
        assertThat(results)
                .filteredOn(result -> !(result instanceof Appended))
                .hasSize(49)
                .containsOnly(new Duplicate(entries.get(1)));
    }

    /** The first append to a new conversation is one append like any other. */
    @Test
    default void rule32_fiftyIdenticalFirstAppendsMakeOneEntry() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry entry = message();
        List<AppendResult> results = Together.run(
                50,
                i -> commit(logs, append(conversation, Expectation.head(0), retry(entry)))
                        .get(0));
        List<Entry> entries = all(logs, conversation);
        assertThat(entries).hasSize(1);
        assertThat(results).containsOnlyOnce(new Appended(1));
        assertThat(results)
                .filteredOn(result -> !(result instanceof Appended))
                .hasSize(49)
                .containsOnly(new Duplicate(entries.get(0)));
    }

    /** Of many contents under one key, one wins and all others hear which. */
    @Test
    default void rule32_manyContentsUnderOneKeyAtOnceMakeOneEntry() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        UserId sender = user();
        String key = key();
        List<AppendResult> results =
                Together.run(20, i -> commit(logs, conversation, entry(sender, key, text("content " + i))));
        List<Entry> entries = all(logs, conversation);
        assertThat(entries).hasSize(1);
        assertThat(results).containsOnlyOnce(new Appended(1));
        assertThat(results)
                .filteredOn(result -> !(result instanceof Appended))
                .hasSize(19)
                .containsOnly(new KeyReused(entries.get(0)));
    }

    /** Of many that expect the same head, one wins. */
    @Test
    default void rule40_ofManyThatExpectTheSameHeadOneWins() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        List<AppendResult> results = Together.run(
                20,
                i -> commit(logs, append(conversation, Expectation.head(0), message()))
                        .get(0));
        assertThat(results).containsOnlyOnce(new Appended(1));
        assertThat(results).filteredOn(Conflict.class::isInstance).hasSize(19);
        assertDense(all(logs, conversation), 1);
    }

    private static void assertDense(List<Entry> entries, int expected) {
        assertThat(entries)
                .extracting(Entry::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, expected).boxed().toList());
    }
}
