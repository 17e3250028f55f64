package dev.parley.testkit.state;

import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.device;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.testkit.internal.Together;
import dev.parley.testkit.store.StoresUnderTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of {@link MarkStore}. Implementations are thread-safe. */
public interface MarkStoreContract extends StoresUnderTest {

    /** Each mark is the maximum of all advances, whatever the order. */
    @Test
    default void rule10_eachMarkOnlyRises() {
        UserId user = user();
        ConversationId conversation = conversation();
        assertThat(advance(user, conversation, new Marks(5, 3, 1)))
                .isEqualTo(new MarkChange(Marks.NONE, new Marks(5, 3, 1)));
        assertThat(advance(user, conversation, new Marks(4, 4, 0)))
                .isEqualTo(new MarkChange(new Marks(5, 3, 1), new Marks(5, 4, 1)));
        assertThat(advance(user, conversation, new Marks(2, 2, 2)))
                .isEqualTo(new MarkChange(new Marks(5, 4, 1), new Marks(5, 4, 2)));
        assertThat(of(user, conversation)).isEqualTo(new Marks(5, 4, 2));
    }

    /** A stale advance changes nothing and says so. */
    @Test
    default void rule10_aStaleAdvanceChangesNothing() {
        UserId user = user();
        ConversationId conversation = conversation();
        advance(user, conversation, new Marks(9, 7, 6));
        for (Marks stale : List.of(new Marks(9, 7, 6), new Marks(8, 7, 0), new Marks(1, 1, 1), Marks.NONE)) {
            MarkChange change = advance(user, conversation, stale);
            assertThat(change.changed()).isFalse();
            assertThat(change.after()).isEqualTo(new Marks(9, 7, 6));
        }
        assertThat(of(user, conversation)).isEqualTo(new Marks(9, 7, 6));
    }

    /** Within one call, advances of one mark take effect in order. */
    @Test
    default void rule10_advancesOfOneMarkInOneCallTakeEffectInOrder() {
        UserId user = user();
        ConversationId conversation = conversation();
        UserId other = user();
        assertThat(await(stores().marks()
                        .advance(List.of(
                                new MarkAdvance(user, null, conversation, new Marks(3, 0, 0)),
                                new MarkAdvance(other, null, conversation, new Marks(1, 1, 1)),
                                new MarkAdvance(user, null, conversation, new Marks(5, 2, 2)),
                                new MarkAdvance(user, null, conversation, new Marks(4, 0, 0))))))
                .containsExactly(
                        new MarkChange(Marks.NONE, new Marks(3, 0, 0)),
                        new MarkChange(Marks.NONE, new Marks(1, 1, 1)),
                        new MarkChange(new Marks(3, 0, 0), new Marks(5, 2, 2)),
                        new MarkChange(new Marks(5, 2, 2), new Marks(5, 2, 2)));
    }

    /** Advances from several at once: none is lost, each rise is told once. */
    @Test
    default void rule10_advancesAtOnceEndAsTheMaximumAndTellEachRiseOnce() {
        UserId user = user();
        ConversationId conversation = conversation();
        List<List<MarkChange>> changes = Together.run(8, worker -> {
            List<Integer> seqs = new ArrayList<>(
                    IntStream.range(1, 16).mapToObj(i -> i * 8 + worker).toList());
            Collections.shuffle(seqs, new Random(worker));
            List<MarkChange> own = new ArrayList<>();
            for (int seq : seqs) {
                own.add(advance(user, conversation, new Marks(seq, seq / 2, seq / 3)));
            }
            return own;
        });
        assertThat(of(user, conversation)).isEqualTo(new Marks(127, 63, 42));
        List<Long> rises = changes.stream()
                .flatMap(List::stream)
                .filter(change -> change.after().delivered() > change.before().delivered())
                .map(change -> change.after().delivered())
                .toList();
        assertThat(rises).doesNotHaveDuplicates().contains(127L);
        assertThat(changes.stream().flatMap(List::stream))
                .allSatisfy(change ->
                        assertThat(change.before().max(change.after())).isEqualTo(change.after()));
    }

    /** Calls that lock the same marks in opposite orders end, all of them. */
    @Test
    default void rule10_advancesInOppositeOrdersDoNotDeadlock() {
        List<UserId> users = Stream.generate(() -> user()).limit(10).toList();
        ConversationId conversation = conversation();
        Together.run(8, worker -> {
            List<UserId> order = new ArrayList<>(users);
            if (worker % 2 == 1) {
                Collections.reverse(order);
            }
            for (int round = 1; round <= 10; round++) {
                long seq = round * 8L + worker;
                await(stores().marks()
                        .advance(order.stream()
                                .map(user -> new MarkAdvance(user, null, conversation, new Marks(seq, seq, seq)))
                                .toList()));
            }
            return true;
        });
        assertThat(await(stores().marks().ofConversation(conversation, users)))
                .hasSize(10)
                .allSatisfy((user, marks) -> assertThat(marks).isEqualTo(new Marks(87, 87, 87)));
    }

    /** Whatever rises, delivered is never behind read. */
    @Test
    default void rule11_readImpliesDelivered() {
        UserId user = user();
        ConversationId conversation = conversation();
        advance(user, conversation, new Marks(2, 0, 0));
        assertThat(advance(user, conversation, new Marks(0, 5, 0)).after()).isEqualTo(new Marks(5, 5, 0));
        assertThat(of(user, conversation)).isEqualTo(new Marks(5, 5, 0));
        assertThat(advance(user, conversation, new Marks(0, 0, 8)).after()).isEqualTo(new Marks(8, 8, 8));
        assertThat(of(user, conversation)).isEqualTo(new Marks(8, 8, 8));
    }

    /** A device's mark is what was delivered to it, not to its user's other devices. */
    @Test
    default void rule12_aDevicesMarkRisesWithTheAdvancesThatNameIt() {
        UserId user = user();
        ConversationId conversation = conversation();
        DeviceId phone = device();
        DeviceId laptop = device();
        advance(user, phone, conversation, new Marks(4, 0, 0));
        advance(user, laptop, conversation, new Marks(9, 9, 9));
        advance(user, null, conversation, new Marks(20, 20, 20));
        assertThat(ofDevice(user, phone, conversation)).isEqualTo(Map.of(conversation, 4L));
        assertThat(ofDevice(user, laptop, conversation)).isEqualTo(Map.of(conversation, 9L));
        advance(user, phone, conversation, new Marks(3, 0, 0));
        assertThat(ofDevice(user, phone, conversation)).isEqualTo(Map.of(conversation, 4L));
        advance(user, phone, conversation, new Marks(0, 6, 0));
        assertThat(ofDevice(user, phone, conversation)).isEqualTo(Map.of(conversation, 6L));
        assertThat(of(user, conversation)).isEqualTo(new Marks(20, 20, 20));
        assertThat(ofDevice(user(), phone, conversation)).isEmpty();
    }

    /** One user's marks in many conversations, and many users' in one. */
    @Test
    default void rule20_marksAreReadByUserAndByConversation() {
        UserId ada = user();
        UserId bob = user();
        ConversationId one = conversation();
        ConversationId two = conversation();
        advance(ada, one, new Marks(1, 1, 1));
        advance(ada, two, new Marks(2, 0, 0));
        advance(bob, one, new Marks(3, 3, 0));
        MarkStore marks = stores().marks();
        assertThat(await(marks.ofUser(ada, List.of(one, two, conversation()))))
                .isEqualTo(Map.of(one, new Marks(1, 1, 1), two, new Marks(2, 0, 0)));
        assertThat(await(marks.ofConversation(one, List.of(ada, bob, user()))))
                .isEqualTo(Map.of(ada, new Marks(1, 1, 1), bob, new Marks(3, 3, 0)));
        assertThat(await(marks.ofConversation(one, List.of(bob)))).containsOnlyKeys(bob);
    }

    /** Seqs as high as the wire allows. */
    @Test
    default void rule20_theHighestSeqComesBack() {
        UserId user = user();
        ConversationId conversation = conversation();
        DeviceId device = device();
        long highest = (1L << 53) - 1;
        advance(user, device, conversation, new Marks(highest, highest, highest));
        assertThat(of(user, conversation)).isEqualTo(new Marks(highest, highest, highest));
        assertThat(ofDevice(user, device, conversation)).isEqualTo(Map.of(conversation, highest));
    }

    /** As many advances as are allowed at once. */
    @Test
    default void rule20_tenThousandAdvancesAtOnce() {
        ConversationId conversation = conversation();
        List<UserId> users = Stream.generate(() -> user()).limit(10_000).toList();
        List<MarkChange> changes = await(stores().marks()
                .advance(users.stream()
                        .map(user -> new MarkAdvance(user, null, conversation, new Marks(1, 0, 0)))
                        .toList()));
        assertThat(changes).hasSize(10_000).containsOnly(new MarkChange(Marks.NONE, new Marks(1, 0, 0)));
        assertThat(await(stores().marks().ofConversation(conversation, users.subList(9_000, 10_000))))
                .hasSize(1_000);
    }

    /** Where nothing was marked, reads have no key. */
    @Test
    default void rule21_whereNothingWasMarkedIsNothing() {
        UserId user = user();
        ConversationId conversation = conversation();
        MarkStore marks = stores().marks();
        assertThat(await(marks.ofUser(user, List.of(conversation)))).isEmpty();
        assertThat(await(marks.ofConversation(conversation, List.of(user)))).isEmpty();
        assertThat(ofDevice(user, device(), conversation)).isEmpty();
        assertThat(await(marks.ofUser(user, List.of()))).isEmpty();
        assertThat(await(marks.ofConversation(conversation, List.of()))).isEmpty();
        assertThat(await(marks.ofDevice(user, device(), List.of()))).isEmpty();
        assertThat(await(marks.advance(List.of()))).isEmpty();
        assertThat(advance(user, conversation, Marks.NONE)).isEqualTo(new MarkChange(Marks.NONE, Marks.NONE));
    }

    /** Whoever is asked for in one conversation is not asked for in the other. */
    @Test
    default void rule22_eachConversationIsAskedForItsOwnUsers() {
        UserId ada = user();
        UserId bob = user();
        ConversationId one = conversation();
        ConversationId two = conversation();
        ConversationId unmarked = conversation();
        for (ConversationId each : List.of(one, two)) {
            advance(ada, each, new Marks(2, 1, 0));
            advance(bob, each, new Marks(3, 3, 3));
        }
        MarkStore marks = stores().marks();
        assertThat(await(marks.ofConversations(
                        Map.of(one, List.of(ada, ada), two, List.of(bob, user()), unmarked, List.of(ada)))))
                .isEqualTo(Map.of(
                        one,
                        Map.of(ada, new Marks(2, 1, 0)),
                        two,
                        Map.of(bob, new Marks(3, 3, 3)),
                        unmarked,
                        Map.of()));
        assertThat(await(marks.ofConversations(Map.of(one, List.of())))).isEqualTo(Map.of(one, Map.of()));
        assertThat(await(marks.ofConversations(Map.of()))).isEmpty();
        advance(ada, one, new Marks(9, 1, 0));
        assertThat(await(marks.ofConversations(Map.of(one, List.of(ada)))))
                .isEqualTo(Map.of(one, Map.of(ada, new Marks(9, 1, 0))));
    }

    /** As many users as are allowed at once. */
    @Test
    default void rule22_tenThousandUsersAtOnce() {
        List<UserId> users = Stream.generate(() -> user()).limit(100).toList();
        List<ConversationId> conversations =
                Stream.generate(() -> conversation()).limit(100).toList();
        await(stores().marks()
                .advance(conversations.stream()
                        .flatMap(each ->
                                users.stream().map(user -> new MarkAdvance(user, null, each, new Marks(1, 0, 0))))
                        .toList()));
        Map<ConversationId, Map<UserId, Marks>> found = await(stores().marks()
                .ofConversations(conversations.stream().collect(Collectors.toMap(each -> each, each -> users))));
        assertThat(found).hasSize(100);
        assertThat(found.values()).allSatisfy(each -> assertThat(each).hasSize(100));
    }

    private MarkChange advance(UserId user, ConversationId conversation, Marks marks) {
        return advance(user, null, conversation, marks);
    }

    private MarkChange advance(UserId user, @Nullable DeviceId device, ConversationId conversation, Marks marks) {
        return await(stores().marks().advance(List.of(new MarkAdvance(user, device, conversation, marks))))
                .get(0);
    }

    private Marks of(UserId user, ConversationId conversation) {
        return await(stores().marks().ofUser(user, List.of(conversation))).getOrDefault(conversation, Marks.NONE);
    }

    private Map<ConversationId, Long> ofDevice(UserId user, DeviceId device, ConversationId conversation) {
        return await(stores().marks().ofDevice(user, device, List.of(conversation)));
    }
}
