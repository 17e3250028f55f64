package dev.parley.testkit.state;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.id;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.testkit.internal.Together;
import dev.parley.testkit.store.StoresUnderTest;
import dev.parley.view.ConversationSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@link InboxStore}. Implementations are thread-safe. */
public interface InboxStoreContract extends StoresUnderTest {

    /** The first bump makes the row. */
    @Test
    default void rule10_theFirstBumpMakesTheRow() {
        InboxBump bump = new InboxBump(user(), conversation(), 3, id());
        bump(bump);
        assertThat(page(bump.user()))
                .containsExactly(new InboxRow(bump.conversation(), 3, bump.sortId(), ConversationSettings.DEFAULT));
    }

    /** The highest seq decides, whatever the ids are: a clock that was set back must not hold a row where it was. */
    @Test
    default void rule10_theHighestSeqDecidesWhereARowIs() {
        UserId user = user();
        ConversationId conversation = conversation();
        UUID low = id();
        UUID high = id();
        bump(new InboxBump(user, conversation, 5, high));
        bump(new InboxBump(user, conversation, 4, low));
        assertThat(page(user)).containsExactly(row(conversation, 5, high));
        bump(new InboxBump(user, conversation, 9, low));
        assertThat(page(user)).containsExactly(row(conversation, 9, low));
        bump(new InboxBump(user, conversation, 9, low), new InboxBump(user, conversation, 5, high));
        assertThat(page(user)).containsExactly(row(conversation, 9, low));
    }

    /** Several bumps of one row in one call are like several calls. */
    @Test
    default void rule10_aRowMayBeBumpedSeveralTimesAtOnce() {
        UserId user = user();
        ConversationId conversation = conversation();
        UUID low = id();
        UUID high = id();
        bump(
                new InboxBump(user, conversation, 2, high),
                new InboxBump(user, conversation, 7, low),
                new InboxBump(user, conversation, 3, low));
        assertThat(page(user)).containsExactly(row(conversation, 7, low));
    }

    /** Ids compare as unsigned numbers: by all 128 bits, the topmost one too. */
    @Test
    default void rule20_sortIdsCompareUnsigned() {
        List<UUID> ascending = List.of(
                new UUID(0, 0),
                new UUID(0, 1),
                new UUID(0, Long.MAX_VALUE),
                new UUID(0, Long.MIN_VALUE),
                new UUID(0, -1),
                new UUID(1, 0),
                new UUID(Long.MAX_VALUE, -1),
                new UUID(Long.MIN_VALUE, 0),
                new UUID(-1, -1));
        UserId user = user();
        for (int i = 0; i < ascending.size(); i++) {
            bump(new InboxBump(user, new ConversationId("c" + i), 1, ascending.get(i)));
        }
        List<UUID> descending = new ArrayList<>(ascending);
        Collections.reverse(descending);
        assertThat(page(user)).extracting(InboxRow::sortId).isEqualTo(descending);
    }

    /** Bumps of the same rows in opposite orders, from several at once, end as the one with the highest seq. */
    @Test
    default void rule10_bumpsInAnyOrderAtOnceEndAsTheHighest() {
        List<UserId> users = Stream.generate(() -> user()).limit(10).toList();
        ConversationId conversation = conversation();
        List<UUID> ids = Stream.generate(() -> id()).limit(80).toList();
        Together.run(8, worker -> {
            List<UserId> order = new ArrayList<>(users);
            if (worker % 2 == 1) {
                Collections.reverse(order);
            }
            List<Integer> seqs = new ArrayList<>(
                    IntStream.range(0, 10).mapToObj(i -> i * 8 + worker).toList());
            Collections.shuffle(seqs, new Random(worker));
            for (int seq : seqs) {
                bump(order.stream()
                        .map(user -> new InboxBump(user, conversation, seq, ids.get(seq)))
                        .toArray(InboxBump[]::new));
            }
            return true;
        });
        for (UserId user : users) {
            assertThat(page(user)).containsExactly(row(conversation, 79, ids.get(79)));
        }
    }

    /** Pinned first, then newest first, then by id. */
    @Test
    default void rule20_pinnedRowsComeFirstThenTheNewest() {
        UserId user = user();
        UUID old = id();
        UUID mid = id();
        UUID fresh = id();
        ConversationId a = new ConversationId("a");
        ConversationId b = new ConversationId("b");
        ConversationId c = new ConversationId("c");
        ConversationId d = new ConversationId("d");
        ConversationId e = new ConversationId("e");
        bump(
                new InboxBump(user, e, 1, fresh),
                new InboxBump(user, c, 1, mid),
                new InboxBump(user, b, 1, mid),
                new InboxBump(user, a, 1, old),
                new InboxBump(user, d, 1, mid));
        assertThat(page(user)).extracting(InboxRow::conversation).containsExactly(e, b, c, d, a);
        configure(user, a, new ConversationSettings(null, true));
        configure(user, d, new ConversationSettings(null, true));
        assertThat(page(user)).extracting(InboxRow::conversation).containsExactly(d, a, e, b, c);
        configure(user, d, ConversationSettings.DEFAULT);
        bump(new InboxBump(user, c, 2, id()));
        assertThat(page(user)).extracting(InboxRow::conversation).containsExactly(a, c, e, b, d);
    }

    /** Pages go on right behind each other, across pins, equal sort ids and awkward conversation ids. */
    @Test
    default void rule21_pagesNeitherRepeatNorMissRows() {
        UserId user = user();
        List<UUID> ids = List.of(id(), id(), id());
        List<ConversationId> conversations = TRICKY_SUFFIXES.stream()
                .map(suffix -> new ConversationId("c" + suffix))
                .toList();
        for (int i = 0; i < conversations.size(); i++) {
            bump(new InboxBump(user, conversations.get(i), i, ids.get(i % 3)));
            if (i % 5 == 0) {
                configure(user, conversations.get(i), new ConversationSettings(null, true));
            }
        }
        List<InboxRow> whole = page(user);
        assertThat(whole).extracting(InboxRow::conversation).containsExactlyInAnyOrderElementsOf(conversations);
        for (int limit : List.of(1, 2, 5, whole.size(), whole.size() + 1)) {
            List<InboxRow> paged = new ArrayList<>();
            Optional<InboxRow> after = Optional.empty();
            while (true) {
                List<InboxRow> page = await(stores().inboxes().page(user, after, limit));
                if (page.isEmpty()) {
                    break;
                }
                assertThat(page).hasSizeLessThanOrEqualTo(limit);
                paged.addAll(page);
                after = Optional.of(page.get(page.size() - 1));
                assertThat(paged).hasSizeLessThanOrEqualTo(whole.size());
            }
            assertThat(paged).isEqualTo(whole);
        }
    }

    /** A row that moved away is still a place to go on from. */
    @Test
    default void rule21_pagingGoesOnBehindARowThatMovedMeanwhile() {
        UserId user = user();
        List<ConversationId> conversations = bumpSix(user);
        List<InboxRow> first = await(stores().inboxes().page(user, Optional.empty(), 3));
        bump(new InboxBump(user, first.get(2).conversation(), 2, id()));
        assertThat(await(stores().inboxes().page(user, Optional.of(first.get(2)), 9)))
                .extracting(InboxRow::conversation)
                .containsExactly(conversations.get(2), conversations.get(1), conversations.get(0));
    }

    /** A row that moves from a later page to the top shifts none of the others. */
    @Test
    default void rule21_aRowThatMovesUpShiftsNoOthers() {
        UserId user = user();
        List<ConversationId> conversations = bumpSix(user);
        List<InboxRow> first = await(stores().inboxes().page(user, Optional.empty(), 3));
        bump(new InboxBump(user, conversations.get(1), 2, id()));
        assertThat(await(stores().inboxes().page(user, Optional.of(first.get(2)), 9)))
                .extracting(InboxRow::conversation)
                .containsExactly(conversations.get(2), conversations.get(0));
    }

    private List<ConversationId> bumpSix(UserId user) {
        List<ConversationId> conversations =
                Stream.generate(() -> conversation()).limit(6).toList();
        conversations.forEach(conversation -> bump(new InboxBump(user, conversation, 1, id())));
        return conversations;
    }

    /** Rows by conversation, those that exist. */
    @Test
    default void rule30_rowsReturnsTheRowsThatExist() {
        UserId user = user();
        ConversationId one = conversation();
        ConversationId two = conversation();
        UUID sortId = id();
        bump(new InboxBump(user, one, 1, sortId), new InboxBump(user, two, 2, sortId));
        bump(new InboxBump(user(), one, 9, id()));
        assertThat(await(stores().inboxes().rows(user, List.of(one, conversation()))))
                .isEqualTo(Map.of(one, row(one, 1, sortId)));
        assertThat(await(stores().inboxes().rows(user, List.of(one, two)))).containsOnlyKeys(one, two);
        assertThat(await(stores().inboxes().rows(user, List.of()))).isEmpty();
        assertThat(await(stores().inboxes().rows(user(), List.of(one)))).isEmpty();
        assertThat(page(user())).isEmpty();
        bump();
    }

    /** A write of many rows at once, all of them seen. */
    @Test
    default void rule30_tenThousandBumpsAtOnce() {
        ConversationId conversation = conversation();
        UUID sortId = id();
        List<UserId> users = Stream.generate(() -> user()).limit(10_000).toList();
        bump(users.stream()
                .map(user -> new InboxBump(user, conversation, 1, sortId))
                .toArray(InboxBump[]::new));
        for (int i = 0; i < users.size(); i += 999) {
            assertThat(page(users.get(i))).containsExactly(row(conversation, 1, sortId));
        }
    }

    /** Settings belong to a row; without one they have no place. */
    @Test
    default void rule31_configuringARowThatDoesNotExistChangesNothing() {
        UserId user = user();
        ConversationId conversation = conversation();
        configure(user, conversation, new ConversationSettings(null, true));
        assertThat(page(user)).isEmpty();
        UUID sortId = id();
        bump(new InboxBump(user, conversation, 1, sortId));
        assertThat(page(user)).containsExactly(row(conversation, 1, sortId));
    }

    /** Settings and position don't touch each other. */
    @Test
    default void rule32_bumpsKeepSettingsAndSettingsKeepThePosition() {
        UserId user = user();
        ConversationId conversation = conversation();
        UUID sortId = id();
        bump(new InboxBump(user, conversation, 4, sortId));
        for (ConversationSettings settings : List.of(
                new ConversationSettings(Instant.ofEpochMilli(1_790_000_000_123L), true),
                new ConversationSettings(ConversationSettings.FOREVER, false),
                ConversationSettings.DEFAULT,
                new ConversationSettings(null, true))) {
            configure(user, conversation, settings);
            assertThat(page(user)).containsExactly(new InboxRow(conversation, 4, sortId, settings));
        }
        UUID later = id();
        bump(new InboxBump(user, conversation, 5, later));
        assertThat(page(user))
                .containsExactly(new InboxRow(conversation, 5, later, new ConversationSettings(null, true)));
    }

    private void bump(InboxBump... bumps) {
        await(stores().inboxes().bump(List.of(bumps)));
    }

    private void configure(UserId user, ConversationId conversation, ConversationSettings settings) {
        await(stores().inboxes().configure(user, conversation, settings));
    }

    private List<InboxRow> page(UserId user) {
        return await(stores().inboxes().page(user, Optional.empty(), 1_000));
    }

    private static InboxRow row(ConversationId conversation, long lastSeq, UUID sortId) {
        return new InboxRow(conversation, lastSeq, sortId, ConversationSettings.DEFAULT);
    }
}
