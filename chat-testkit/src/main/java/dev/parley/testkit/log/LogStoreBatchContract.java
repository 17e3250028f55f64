package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.entry;
import static dev.parley.testkit.internal.Samples.fill;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.testkit.store.StoresUnderTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules 54 and 55 of {@link LogStore}: reads of several logs at once. Implementations are thread-safe. */
public interface LogStoreBatchContract extends StoresUnderTest {

    /** Both ends mixed, equal ones, overlapping ones, empty ones, and a log that nobody wrote to. */
    @Test
    default void rule54_eachStretchIsAnsweredAsIfAlone() {
        LogStore logs = stores().logs();
        ConversationId one = conversation();
        ConversationId two = conversation();
        fill(logs, one, 10);
        fill(logs, two, 4);
        List<Stretch> stretches = List.of(
                new Stretch(two, 1, 4, 2, RangeEnd.NEWEST),
                new Stretch(one, 1, 10, 3, RangeEnd.OLDEST),
                new Stretch(conversation(), 1, 10, 3, RangeEnd.OLDEST),
                new Stretch(one, 1, Long.MAX_VALUE, 3, RangeEnd.NEWEST),
                new Stretch(one, 2, 5, 9, RangeEnd.NEWEST),
                new Stretch(two, 4, 3, 1, RangeEnd.OLDEST),
                new Stretch(one, 1, 10, 3, RangeEnd.OLDEST),
                new Stretch(two, 4, 9, 1, RangeEnd.OLDEST));
        List<List<Entry>> found = await(logs.read(stretches));
        assertThat(found).isEqualTo(stretches.stream().map(this::alone).toList());
        assertThat(found.get(3)).extracting(Entry::seq).containsExactly(8L, 9L, 10L);
        assertThat(found.get(6)).extracting(Entry::seq).containsExactly(1L, 2L, 3L);
    }

    /** As many stretches as are allowed at once, of as many logs. */
    @Test
    default void rule54_aThousandStretchesAtOnce() {
        LogStore logs = stores().logs();
        List<ConversationId> written =
                Stream.generate(() -> conversation()).limit(100).toList();
        written.forEach(conversation -> fill(logs, conversation, 2));
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            RangeEnd end = i % 3 == 0 ? RangeEnd.OLDEST : RangeEnd.NEWEST;
            stretches.add(new Stretch(i % 2 == 0 ? written.get(i % 100) : conversation(), 1, 9, 1, end));
        }
        List<List<Entry>> found = await(logs.read(stretches));
        assertThat(found).hasSize(1_000);
        for (int i = 0; i < 1_000; i++) {
            if (i % 2 == 1) {
                assertThat(found.get(i)).isEmpty();
            } else {
                Entry only = found.get(i).get(0);
                assertThat(found.get(i)).hasSize(1);
                assertThat(only.conversation()).isEqualTo(written.get(i % 100));
                assertThat(only.seq()).isEqualTo(i % 3 == 0 ? 1 : 2);
            }
        }
    }

    /** The seqs of different logs have nothing to do with each other. */
    @Test
    default void rule55_eachConversationIsJudgedByItsOwnTargets() {
        LogStore logs = stores().logs();
        ConversationId one = conversation();
        ConversationId two = conversation();
        ConversationId unchanged = conversation();
        for (ConversationId each : List.of(one, two, unchanged)) {
            fill(logs, each, 3);
        }
        for (ConversationId each : List.of(one, two)) {
            commit(logs, each, entry(new EntryBody.Reaction(1, "+1", true)));
            commit(logs, each, entry(new EntryBody.Delete(2)), message());
            commit(logs, each, entry(new EntryBody.Reaction(1, "+1", false)));
        }
        ConversationId nobodys = conversation();
        Map<ConversationId, List<Long>> targets = Map.of(
                one, List.of(1L, 1L), two, List.of(2L, 3L), unchanged, List.of(1L, 2L, 3L), nobodys, List.of(1L));
        Map<ConversationId, List<Entry>> found = await(logs.modifications(targets));
        assertThat(found).containsOnlyKeys(targets.keySet());
        assertThat(found.get(one)).extracting(Entry::seq).containsExactly(4L, 7L);
        assertThat(found.get(two)).extracting(Entry::seq).containsExactly(5L);
        assertThat(found.get(unchanged)).isEmpty();
        assertThat(found.get(nobodys)).isEmpty();
        targets.forEach((conversation, asked) ->
                assertThat(found.get(conversation)).isEqualTo(await(logs.modifications(conversation, asked))));
    }

    /** Asking for nothing is no error. */
    @Test
    default void rule51_askingForNothingOfNoneAnswersNothing() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        fill(logs, conversation, 1);
        assertThat(await(logs.read(List.of()))).isEmpty();
        assertThat(await(logs.modifications(Map.of()))).isEmpty();
        assertThat(await(logs.modifications(Map.of(conversation, List.of()))))
                .isEqualTo(Map.of(conversation, List.of()));
    }

    /** A read of several logs sees what was appended before it, as any other. */
    @Test
    default void rule22_aReadOfSeveralLogsSeesWhatWasAppended() {
        LogStore logs = stores().logs();
        ConversationId one = conversation();
        ConversationId two = conversation();
        for (long seq = 1; seq <= 20; seq++) {
            EntryBody body = seq == 1 ? message().body() : new EntryBody.Reaction(1, "+1", seq % 2 == 0);
            commit(logs, one, entry(body));
            commit(logs, two, entry(body));
            Map<ConversationId, List<Long>> targets = new HashMap<>();
            List<Stretch> newest = new ArrayList<>();
            for (ConversationId each : List.of(one, two)) {
                targets.put(each, List.of(1L));
                newest.add(new Stretch(each, 1, Long.MAX_VALUE, 1, RangeEnd.NEWEST));
            }
            long head = seq;
            assertThat(await(logs.read(newest)))
                    .allSatisfy(
                            found -> assertThat(found).extracting(Entry::seq).containsExactly(head));
            assertThat(await(logs.modifications(targets)).values())
                    .allSatisfy(found -> assertThat(found).hasSize((int) head - 1));
        }
    }

    private List<Entry> alone(Stretch each) {
        return await(stores().logs().read(each.conversation(), each.from(), each.to(), each.limit(), each.end()));
    }
}
