package dev.parley.testkit.state;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.testkit.internal.Together;
import dev.parley.testkit.store.StoresUnderTest;
import dev.parley.view.Conversation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@link ConversationStore}. Implementations are thread-safe. */
public interface ConversationStoreContract extends StoresUnderTest {

    /** Saving the same again changes nothing. */
    @Test
    default void rule10_savingAgainChangesNothing() {
        ConversationStore store = stores().conversations();
        Conversation saved = group(conversation(), "title", 3);
        List<Membership> members = List.of(member(saved.id(), user(), 3), member(saved.id(), user(), 2));
        for (int time = 0; time < 3; time++) {
            await(store.save(saved, members));
            assertThat(await(store.find(List.of(saved.id())))).isEqualTo(Map.of(saved.id(), saved));
            assertThat(await(store.members(saved.id(), Optional.empty(), 9)))
                    .containsExactlyInAnyOrderElementsOf(members);
        }
    }

    /** A newer state replaces an older one, never the other way round. */
    @Test
    default void rule10_anOlderConversationChangesNothing() {
        ConversationStore store = stores().conversations();
        ConversationId id = conversation();
        Conversation newer = group(id, "newer", 7);
        await(store.save(group(id, "old", 5), List.of()));
        await(store.save(newer, List.of()));
        await(store.save(group(id, "older", 6), List.of()));
        await(store.save(group(id, "as old", 7), List.of()));
        assertThat(await(store.find(List.of(id)))).isEqualTo(Map.of(id, newer));
    }

    /** Each membership is judged by its own state, whatever the conversation's. */
    @Test
    default void rule10_membershipsAreJudgedOneByOne() {
        ConversationStore store = stores().conversations();
        ConversationId id = conversation();
        UserId ada = new UserId("a." + UUID.randomUUID());
        UserId bob = new UserId("b." + UUID.randomUUID());
        Membership adaOld = new Membership(id, ada, 1, 1, Membership.OPEN, Role.MEMBER, 1);
        Membership adaNew = new Membership(id, ada, 1, 1, Membership.OPEN, Role.ADMIN, 6);
        Membership bobOld = new Membership(id, bob, 1, 1, Membership.OPEN, Role.MEMBER, 1);
        Membership bobNew = new Membership(id, bob, 1, 1, Membership.OPEN, Role.OWNER, 4);
        await(store.save(group(id, "six", 6), List.of(adaNew, bobOld)));
        await(store.save(group(id, "four", 4), List.of(adaOld, bobNew)));
        assertThat(await(store.members(id, Optional.empty(), 9))).containsExactly(adaNew, bobNew);
        assertThat(await(store.find(List.of(id))).values())
                .extracting(Conversation::title)
                .containsExactly("six");
    }

    /** A membership that ended does not come back when its beginning is saved late. */
    @Test
    default void rule10_aLateBeginningDoesNotReopenAMembership() {
        ConversationStore store = stores().conversations();
        ConversationId id = conversation();
        UserId user = user();
        Membership ended = new Membership(id, user, 2, 2, 9, Role.MEMBER, 8);
        await(store.save(group(id, "t", 8), List.of(ended)));
        await(store.save(group(id, "t", 2), List.of(member(id, user, 2))));
        assertThat(await(store.members(id, Optional.empty(), 9))).isEmpty();
        assertThat(await(store.memberships(user, List.of(id)))).isEqualTo(Map.of(id, List.of(ended)));
    }

    /** States saved in any order, by several at once, end as the newest. */
    @Test
    default void rule10_savesInAnyOrderAtOnceEndAsTheNewest() {
        ConversationStore store = stores().conversations();
        ConversationId id = conversation();
        UserId user = user();
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, 24).boxed().toList());
        Collections.shuffle(order, new Random(42));
        Together.run(8, worker -> {
            for (int i = worker; i < order.size(); i += 8) {
                long stateSeq = order.get(i);
                Role role = stateSeq == 24 ? Role.OWNER : Role.MEMBER;
                await(store.save(
                        group(id, "title " + stateSeq, stateSeq),
                        List.of(new Membership(id, user, 1, 1, Membership.OPEN, role, stateSeq))));
            }
            return true;
        });
        assertThat(await(store.find(List.of(id)))).isEqualTo(Map.of(id, group(id, "title 24", 24)));
        assertThat(await(store.members(id, Optional.empty(), 9)))
                .containsExactly(new Membership(id, user, 1, 1, Membership.OPEN, Role.OWNER, 24));
    }

    /** Saves that lock the same members in opposite orders end, all of them. */
    @Test
    default void rule10_savesInOppositeOrdersDoNotDeadlock() {
        ConversationStore store = stores().conversations();
        ConversationId id = conversation();
        List<UserId> users = Stream.generate(() -> user()).limit(10).toList();
        Together.run(8, worker -> {
            List<UserId> own = new ArrayList<>(users);
            if (worker % 2 == 1) {
                Collections.reverse(own);
            }
            for (int round = 1; round <= 10; round++) {
                long stateSeq = round * 8L + worker;
                await(store.save(
                        group(id, "t", stateSeq),
                        own.stream()
                                .map(user -> new Membership(id, user, 1, 1, Membership.OPEN, Role.MEMBER, stateSeq))
                                .toList()));
            }
            return true;
        });
        assertThat(await(store.members(id, Optional.empty(), 99)))
                .hasSize(10)
                .allSatisfy(member -> assertThat(member.stateSeq()).isEqualTo(87));
    }

    /** Whoever sees a conversation's state sees the members that were saved with it. */
    @Test
    default void rule20_theConversationIsVisibleNoEarlierThanItsMembers() {
        ConversationStore store = stores().conversations();
        ConversationId id = conversation();
        UserId user = user();
        AtomicBoolean saving = new AtomicBoolean(true);
        Together.run(2, worker -> {
            if (worker == 0) {
                try {
                    for (long stateSeq = 1; stateSeq <= 60; stateSeq++) {
                        await(store.save(
                                group(id, "t", stateSeq),
                                List.of(new Membership(id, user, 1, 1, Membership.OPEN, Role.MEMBER, stateSeq))));
                    }
                } finally {
                    saving.set(false);
                }
                return true;
            }
            while (saving.get()) {
                long seen = await(store.find(List.of(id))).values().stream()
                        .mapToLong(Conversation::stateSeq)
                        .max()
                        .orElse(0);
                long member = await(store.members(id, Optional.empty(), 9)).stream()
                        .mapToLong(Membership::stateSeq)
                        .max()
                        .orElse(0);
                assertThat(member).isGreaterThanOrEqualTo(seen);
            }
            return true;
        });
    }

    /** Every kind of conversation, with and without a title, comes back as it was. */
    @Test
    default void rule30_whatWasSavedIsRead() {
        ConversationStore store = stores().conversations();
        for (ConversationKind kind : ConversationKind.values()) {
            for (HistoryPolicy history : HistoryPolicy.values()) {
                for (String title : List.of("", "'\"%_\\ \ud83d\ude00", "\ud83d\ude00".repeat(100))) {
                    Conversation saved = new Conversation(conversation(), kind, title, history, 5, 1_000_000);
                    await(store.save(saved, List.of()));
                    assertThat(await(store.find(List.of(saved.id())))).isEqualTo(Map.of(saved.id(), saved));
                }
                Conversation untitled = new Conversation(conversation(), kind, null, history, 5, 2);
                await(store.save(untitled, List.of()));
                assertThat(await(store.find(List.of(untitled.id())))).isEqualTo(Map.of(untitled.id(), untitled));
            }
        }
    }

    /** Members page without a gap or a repetition, whatever their ids look like. */
    @Test
    default void rule31_membersPageByAscendingUser() {
        ConversationStore store = stores().conversations();
        ConversationId id = conversation();
        List<Membership> members = new ArrayList<>();
        TRICKY_SUFFIXES.forEach(suffix -> members.add(member(id, new UserId("u" + suffix), 1)));
        await(store.save(group(id, "t", 1), members));
        for (int limit : List.of(1, 7, members.size(), members.size() + 1)) {
            List<Membership> paged = new ArrayList<>();
            Optional<UserId> after = Optional.empty();
            while (true) {
                List<Membership> page = await(store.members(id, after, limit));
                if (page.isEmpty()) {
                    break;
                }
                assertThat(page).hasSizeLessThanOrEqualTo(limit);
                paged.addAll(page);
                after = Optional.of(page.get(page.size() - 1).user());
                assertThat(paged).hasSizeLessThanOrEqualTo(members.size());
            }
            assertThat(paged).containsExactlyInAnyOrderElementsOf(members);
        }
        List<Membership> plain = new ArrayList<>();
        ConversationId other = conversation();
        for (int i = 100; i < 130; i++) {
            plain.add(member(other, new UserId("user" + i), 1));
        }
        List<Membership> shuffled = new ArrayList<>(plain);
        Collections.shuffle(shuffled, new Random(7));
        await(store.save(group(other, "t", 1), shuffled));
        assertThat(await(store.members(other, Optional.empty(), 99))).isEqualTo(plain);
        assertThat(await(store.members(other, Optional.of(new UserId("user1095")), 3)))
                .isEqualTo(plain.subList(10, 13));
    }

    /** Only those who are members now are listed; all stays are known. */
    @Test
    default void rule31_membersAreOpenStaysAndMembershipsAreAll() {
        ConversationStore store = stores().conversations();
        ConversationId id = conversation();
        UserId back = user();
        UserId gone = user();
        Membership first = new Membership(id, back, 1, 1, 4, Role.OWNER, 3);
        Membership second = new Membership(id, back, 6, 6, 9, Role.MEMBER, 8);
        Membership third = new Membership(id, back, 12, 1, Membership.OPEN, Role.MEMBER, 12);
        Membership left = new Membership(id, gone, 1, 1, 13, Role.MEMBER, 12);
        await(store.save(group(id, "t", 12), List.of(third, left, first, second)));
        assertThat(await(store.members(id, Optional.empty(), 9))).containsExactly(third);
        assertThat(await(store.memberships(back, List.of(id)))).isEqualTo(Map.of(id, List.of(first, second, third)));
        assertThat(await(store.memberships(gone, List.of(id)))).isEqualTo(Map.of(id, List.of(left)));
    }

    /** What nobody saved is empty, and asking for nothing is no error. */
    @Test
    default void rule32_whatDoesNotExistIsEmpty() {
        ConversationStore store = stores().conversations();
        Conversation exists = group(conversation(), "t", 1);
        UserId user = user();
        await(store.save(exists, List.of(member(exists.id(), user, 1))));
        ConversationId nobodys = conversation();
        assertThat(await(store.find(List.of(nobodys, exists.id())))).isEqualTo(Map.of(exists.id(), exists));
        assertThat(await(store.memberships(user, List.of(nobodys, exists.id()))))
                .containsOnlyKeys(exists.id());
        assertThat(await(store.memberships(user(), List.of(exists.id())))).isEmpty();
        assertThat(await(store.members(nobodys, Optional.empty(), 9))).isEmpty();
        assertThat(await(store.find(List.of()))).isEmpty();
        assertThat(await(store.memberships(user, List.of()))).isEmpty();
    }

    /** The first pages of several lists of members, each with its own limit and open stays only. */
    @Test
    default void rule33_theFirstMembersOfEachConversation() {
        ConversationStore store = stores().conversations();
        ConversationId many = conversation();
        List<Membership> members = new ArrayList<>();
        for (int i = 100; i < 130; i++) {
            members.add(member(many, new UserId("user" + i), 1));
        }
        await(store.save(group(many, "t", 1), members));
        ConversationId few = conversation();
        Membership stayed = member(few, new UserId("user100"), 1);
        Membership left = new Membership(few, new UserId("user101"), 1, 1, 3, Role.MEMBER, 2);
        await(store.save(group(few, "t", 2), List.of(stayed, left)));
        ConversationId nobodys = conversation();
        assertThat(await(store.members(List.of(few, many, nobodys), 7)))
                .isEqualTo(Map.of(many, members.subList(0, 7), few, List.of(stayed), nobodys, List.of()));
        assertThat(await(store.members(List.of(many), 30))).isEqualTo(Map.of(many, members));
        assertThat(await(store.members(List.of(), 30))).isEmpty();
    }

    private static Conversation group(ConversationId id, String title, long stateSeq) {
        return new Conversation(id, ConversationKind.GROUP, title, HistoryPolicy.JOINED, stateSeq, 3);
    }

    private static Membership member(ConversationId id, UserId user, long since) {
        return new Membership(id, user, since, since, Membership.OPEN, Role.MEMBER, since);
    }
}
