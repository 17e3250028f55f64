package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.all;
import static dev.parley.testkit.internal.Samples.append;
import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.entry;
import static dev.parley.testkit.internal.Samples.fill;
import static dev.parley.testkit.internal.Samples.head;
import static dev.parley.testkit.internal.Samples.key;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Samples.retry;
import static dev.parley.testkit.internal.Samples.text;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.AppendResult.Appended;
import dev.parley.core.spi.log.AppendResult.Conflict;
import dev.parley.core.spi.log.AppendResult.Duplicate;
import dev.parley.core.spi.log.AppendResult.KeyReused;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.testkit.store.StoresUnderTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules 30 to 34 of {@link LogStore}: one key, one entry. Implementations are thread-safe. */
public interface LogStoreIdempotencyContract extends StoresUnderTest {

    /** A retry carries another id and time; the answer is what is stored. */
    @Test
    default void rule30_aRetryGetsTheStoredEntry() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry first = message();
        commit(logs, conversation, first);
        Entry stored = all(logs, conversation).get(0);
        assertThat(commit(logs, conversation, retry(first))).isEqualTo(new Duplicate(stored));
        assertThat(all(logs, conversation)).containsExactly(stored);
        assertThat(stored.id()).isEqualTo(first.id());
    }

    /** Of several entries, the last one's key tells. */
    @Test
    default void rule30_aRetryOfSeveralEntriesGetsTheLastOfThem() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry one = message();
        NewEntry two = message();
        commit(logs, conversation, one, two);
        List<Entry> stored = all(logs, conversation);
        assertThat(commit(logs, conversation, retry(one), retry(two))).isEqualTo(new Duplicate(stored.get(1)));
        assertThat(commit(logs, conversation, retry(two))).isEqualTo(new Duplicate(stored.get(1)));
        assertThat(commit(logs, conversation, retry(one))).isEqualTo(new Duplicate(stored.get(0)));
        assertThat(commit(logs, conversation, message(), retry(two))).isEqualTo(new Duplicate(stored.get(1)));
        assertThat(all(logs, conversation)).isEqualTo(stored);
    }

    /** The same key for something else is refused, with what it stands for. */
    @Test
    default void rule30_aKeyOfOtherContentIsRefused() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry first = message();
        commit(logs, conversation, first);
        List<Entry> stored = all(logs, conversation);
        NewEntry other = entry(first.origin().sender(), first.origin().key(), text("other"));
        assertThat(commit(logs, conversation, other)).isEqualTo(new KeyReused(stored.get(0)));
        assertThat(all(logs, conversation)).isEqualTo(stored);
        assertThat(commit(logs, conversation, retry(first))).isEqualTo(new Duplicate(stored.get(0)));
    }

    /** The key finds its entry, and only its own. */
    @Test
    default void rule30_findReturnsTheEntryOfAKey() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry first = message();
        UserId sender = first.origin().sender();
        commit(logs, conversation, first);
        assertThat(await(logs.find(conversation, sender, first.origin().key())))
                .contains(all(logs, conversation).get(0));
        assertThat(await(logs.find(conversation, sender, key()))).isEmpty();
        assertThat(await(logs.find(conversation, user(), first.origin().key()))).isEmpty();
        assertThat(await(logs.find(conversation(), sender, first.origin().key())))
                .isEmpty();
    }

    /** The answer to a retry does not depend on what came later. */
    @Test
    default void rule31_aRetryIsAnsweredThoughTheHeadHasMoved() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry first = message();
        commit(logs, append(conversation, Expectation.head(0), first));
        fill(logs, conversation, 5);
        Entry stored = all(logs, conversation).get(0);
        assertThat(commit(logs, append(conversation, Expectation.head(0), retry(first))))
                .containsExactly(new Duplicate(stored));
        NewEntry other = entry(first.origin().sender(), first.origin().key(), text("other"));
        assertThat(commit(logs, append(conversation, Expectation.head(0), other)))
                .containsExactly(new KeyReused(stored));
    }

    /** A retry may share a batch with what it repeats. */
    @Test
    default void rule32_twoIdenticalAppendsInOneBatchMakeOneEntry() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry first = message();
        var results = commit(
                logs, append(conversation, first), append(conversation, message()), append(conversation, retry(first)));
        List<Entry> stored = all(logs, conversation);
        assertThat(results).containsExactly(new Appended(1), new Appended(2), new Duplicate(stored.get(0)));
        assertThat(stored).hasSize(2);
    }

    /** So may another use of the key. */
    @Test
    default void rule32_aKeyReusedWithinOneBatchIsRefused() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry first = message();
        NewEntry other = entry(first.origin().sender(), first.origin().key(), text("other"));
        var results = commit(logs, append(conversation, first), append(conversation, other));
        List<Entry> stored = all(logs, conversation);
        assertThat(results).containsExactly(new Appended(1), new KeyReused(stored.get(0)));
        assertThat(stored).hasSize(1);
    }

    /** A key belongs to its sender. */
    @Test
    default void rule33_equalKeysOfDifferentSendersAreDifferent() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        String key = key();
        assertThat(commit(logs, conversation, entry(user(), key, text("one")))).isEqualTo(new Appended(1));
        assertThat(commit(logs, conversation, entry(user(), key, text("two")))).isEqualTo(new Appended(2));
        assertThat(commit(logs, conversation, entry(UserId.SYSTEM, key, text("three"))))
                .isEqualTo(new Appended(3));
    }

    /** A key belongs to its conversation. */
    @Test
    default void rule33_equalKeysInDifferentConversationsAreDifferent() {
        LogStore logs = stores().logs();
        NewEntry entry = message();
        assertThat(commit(logs, append(conversation(), entry), append(conversation(), retry(entry))))
                .containsExactly(new Appended(1), new Appended(1));
        assertThat(commit(logs, conversation(), retry(entry))).isEqualTo(new Appended(1));
    }

    /** Keys, senders and conversations are compared exactly: no folding of case or accents, no padding. */
    @Test
    default void rule33_keysSendersAndConversationsThatOnlyLookAlikeAreDifferent() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        String stem = key();
        List<NewEntry> entries = new ArrayList<>();
        for (String suffix : TRICKY_SUFFIXES) {
            entries.add(entry(UserId.SYSTEM, stem + suffix, text(suffix)));
            entries.add(entry(new UserId(stem + suffix), stem, text(suffix)));
        }
        for (int i = 0; i < entries.size(); i++) {
            assertThat(commit(logs, conversation, entries.get(i))).isEqualTo(new Appended(i + 1L));
        }
        for (int i = 0; i < entries.size(); i++) {
            assertThat(commit(logs, conversation, retry(entries.get(i))))
                    .isInstanceOfSatisfying(
                            Duplicate.class,
                            duplicate -> assertThat(entries)
                                    .element((int) duplicate.stored().seq() - 1)
                                    .extracting(NewEntry::id)
                                    .isEqualTo(duplicate.stored().id()));
        }
        for (String suffix : TRICKY_SUFFIXES) {
            ConversationId alike = new ConversationId(conversation.value() + suffix);
            assertThat(commit(logs, alike, entries.get(0))).isEqualTo(new Appended(1));
        }
    }

    /** When only an earlier entry's key is taken, the world has moved on: the caller looks again. */
    @Test
    default void rule34_aTakenKeyOfAnEarlierEntryIsAConflict() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry first = message();
        commit(logs, conversation, first);
        assertThat(commit(logs, append(conversation, retry(first), message()), append(conversation(), message())))
                .containsExactly(new Conflict(new LogHead(1, 0)), new Appended(1));
        assertThat(head(logs, conversation).head()).isEqualTo(1);
    }
}
