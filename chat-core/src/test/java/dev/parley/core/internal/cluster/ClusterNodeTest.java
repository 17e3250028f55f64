package dev.parley.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.runtime.ManualRuntime;
import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterNodeTest {

    private static final UserId ADA = new UserId("ada");
    private static final UserId BOB = new UserId("bob");
    private static final Duration AGES = Duration.ofHours(1);

    /** A node as the test sees it. */
    private final class Peer {
        private final NodeId id;
        private final List<NodeSignal> heard = new ArrayList<>();
        private final Set<UserId> here = new LinkedHashSet<>();
        private int missed;
        private int rollsAsked;
        private final ClusterNode node;

        Peer(String name) {
            this(name, counted());
        }

        Peer(String name, SessionDirectory directory) {
            id = new NodeId(name);
            directory.renew(id, AGES);
            node = new ClusterNode(
                    manual.runtime(),
                    new ClusterNode.Connection(id, bus, directory),
                    (where, failure) -> failures.add(failure));
            node.listen(this::hear, () -> missed++, new ClusterNode.Here(() -> here, here::contains));
        }

        private void hear(NodeSignal signal) {
            if (signal instanceof NodeSignal.RollAsked) {
                rollsAsked++;
            } else if (!(signal instanceof NodeSignal.RollPart)) {
                heard.add(signal);
            }
        }

        private void comes(UserId user) {
            here.add(user);
            node.tellAll(new NodeSignal.CameOrWent(new Presence(user, true, manual.now())));
        }
    }

    private final ManualRuntime manual = new ManualRuntime();
    private final InMemorySessionDirectory directory =
            new InMemorySessionDirectory(manual.runtime().clock());
    /** What the directory was asked for. */
    private final List<Collection<?>> questions = new ArrayList<>();

    private final HeldBus bus = new HeldBus();
    private final List<Throwable> failures = new ArrayList<>();
    private final Peer one = new Peer("one");
    private final Peer two = new Peer("two");
    private final Peer three = new Peer("three");

    @Test
    void onlyNodesThatAUserIsOnAreTold() {
        directory.enter(two.id, Map.of(ADA, manual.now()));
        directory.enter(one.id, Map.of(ADA, manual.now()));
        one.node.tellNodesOf(List.of(ADA, new UserId("offline")), moved(1));
        bus.arrive();
        assertThat(two.heard).containsExactly(moved(1));
        assertThat(one.heard).isEmpty();
        assertThat(three.heard).isEmpty();
    }

    @Test
    void allThatLiveAreTold() {
        beats(2);
        one.node.tellAll(moved(1));
        bus.arrive();
        assertThat(two.heard).containsExactly(moved(1));
        assertThat(three.heard).containsExactly(moved(1));
        assertThat(one.heard).isEmpty();
    }

    @Test
    void nodesThatSayNothingShowThatTheyLive() {
        beats(60);
        for (Peer peer : List.of(one, two, three)) {
            assertThat(peer.missed).isZero();
            assertThat(peer.node.healthy()).isTrue();
        }
    }

    @Test
    void whatIsLostIsFoundOutWithinTwoBeats() {
        beats(3);
        one.node.tellAll(moved(1));
        bus.areLost();
        assertThat(two.missed).isZero();
        beats(2);
        assertThat(two.missed).isEqualTo(1);
        assertThat(three.missed).isEqualTo(1);
        assertThat(one.missed).isZero();
    }

    @Test
    void whileNothingIsHeardSessionsLookForThemselvesAgainAndAgain() {
        beats(3);
        for (int i = 0; i < 30; i++) {
            manual.advance(ClusterNode.BEAT);
            bus.areLost();
        }
        assertThat(one.node.healthy()).isFalse();
        assertThat(one.missed).isBetween(5, 8);
        int before = one.missed;
        beats(10);
        assertThat(one.node.healthy()).isTrue();
        assertThat(one.missed - before).isBetween(1, 3); // what was lost meanwhile
        before = one.missed;
        beats(30);
        assertThat(one.missed).isEqualTo(before);
    }

    @Test
    void aNodeThatDiesIsMissedEverMoreRarelyAndThenForgotten() {
        beats(3);
        three.node.close();
        beats(3);
        assertThat(one.missed).isZero();
        beats(3);
        assertThat(one.missed).isEqualTo(1);
        assertThat(one.node.healthy()).isTrue(); // two is heard
        directory.retire(three.id);
        beats(100);
        assertThat(one.missed).isEqualTo(5); // after 4, 8, 16, 32 and 64 beats
        assertThat(one.node.healthy()).isTrue();
        one.node.tellAll(moved(1));
        bus.arrive();
        assertThat(two.heard).containsExactly(moved(1));
    }

    @Test
    void aNodeThatWasTakenForDeadMissesWhatItWasNotTold() {
        beats(3);
        directory.retire(two.id);
        beats(3);
        one.node.tellAll(moved(1));
        directory.renew(two.id, AGES);
        beats(3);
        assertThat(two.heard).isEmpty();
        assertThat(two.missed).isPositive();
        one.node.tellAll(moved(2));
        bus.arrive();
        assertThat(two.heard).containsExactly(moved(2));
    }

    @Test
    void aNodeThatIsKnownLaterMissesWhatAllWereToldBefore() {
        beats(3);
        Peer four = new Peer("four");
        beats(3);
        assertThat(four.missed).isZero(); // nobody had told anything
        one.node.tellAll(moved(1));
        Peer five = new Peer("five");
        beats(3);
        assertThat(five.missed).isEqualTo(1);
        assertThat(four.missed).isZero();
    }

    @Test
    void whatIsToldBeforeTheOthersAreKnownIsToldWhenTheyAre() {
        beats(3);
        CompletableFuture<Set<NodeId>> answer = new CompletableFuture<>();
        Peer late = new Peer("late", whoseNodes(answer));
        late.node.tellAll(moved(1));
        beats(1);
        assertThat(one.heard).isEmpty();
        answer.complete(Set.of(one.id, two.id, late.id));
        beats(1);
        assertThat(one.heard).containsExactly(moved(1));
        assertThat(one.missed).isZero();
    }

    @Test
    void aNodeThatEnteredItsUsersAnewIsFoundAtOnce() {
        directory.renew(new NodeId("earlier-version"), AGES); // never tells who is there
        directory.enter(two.id, Map.of(ADA, manual.now()));
        one.node.tellNodesOf(List.of(ADA), moved(1));
        directory.enter(three.id, Map.of(ADA, manual.now()));
        one.node.tellNodesOf(List.of(ADA), moved(2));
        bus.arrive();
        assertThat(three.heard).isEmpty(); // one remembers where she was
        beats(2);
        three.node.tellAll(new NodeSignal.EnteredAll());
        bus.arrive();
        one.node.tellNodesOf(List.of(ADA), moved(3));
        bus.arrive();
        assertThat(three.heard).containsExactly(moved(3));
    }

    @Test
    void whoeverToldOfAllItsUsersIsToldWithoutAskingTheDirectory() {
        List<UserId> many =
                IntStream.range(0, 1_000).mapToObj(i -> new UserId("u" + i)).toList();
        two.here.addAll(many);
        three.here.add(ADA);
        beats(6);
        questions.clear();
        one.node.tellNodesOf(List.of(many.get(999), new UserId("nowhere")), moved(1));
        one.node.tellNodesOf(List.of(ADA), moved(2));
        bus.arrive();
        assertThat(two.heard).containsExactly(moved(1));
        assertThat(three.heard).containsExactly(moved(2));
        assertThat(questions).isEmpty();
    }

    @Test
    void whoeverComesJustNowHearsThatTheyWereOverlooked() {
        beats(3);
        three.comes(ADA);
        one.node.tellNodesOf(List.of(ADA), moved(1)); // it has not heard of her yet
        assertThat(bus.held()).isEqualTo(2);
        bus.arrive();
        assertThat(three.heard).containsExactly(new NodeSignal.Overlooked(ADA));
        one.node.tellNodesOf(List.of(ADA), moved(2));
        bus.arrive();
        assertThat(three.heard).last().isEqualTo(moved(2));
    }

    @Test
    void whoeverComesLaterIsNotBothered() {
        beats(3);
        one.node.tellNodesOf(List.of(ADA), moved(1));
        beats(3 * LatelyTold.BEATS);
        three.comes(ADA);
        bus.arrive();
        assertThat(three.heard).isEmpty();
    }

    @Test
    void whatIsLostOfANodeHasTheDirectoryAskedUntilItToldAllAgain() {
        beats(3);
        questions.clear();
        three.comes(ADA);
        directory.enter(three.id, Map.of(ADA, manual.now()));
        bus.areLost();
        beats(1); // the next frame leaves a hole
        three.node.tellAll(moved(9));
        bus.arrive();
        one.heard.clear();
        one.node.tellNodesOf(List.of(ADA), moved(1));
        bus.arrive();
        assertThat(three.heard).contains(moved(1));
        assertThat(questions).isNotEmpty();
        beats(3);
        assertThat(three.rollsAsked).isGreaterThan(1);
        questions.clear();
        one.node.tellNodesOf(List.of(ADA), moved(2));
        bus.arrive();
        assertThat(three.heard).last().isEqualTo(moved(2));
        assertThat(questions).isEmpty();
    }

    @Test
    void whoLeftForAnotherNodeIsNotToldOfThere() {
        two.here.add(ADA);
        three.here.add(ADA);
        beats(4);
        two.here.remove(ADA);
        two.node.tellAll(new NodeSignal.Left(ADA));
        bus.arrive();
        one.node.tellNodesOf(List.of(ADA), moved(1));
        bus.arrive();
        assertThat(two.heard).isEmpty();
        assertThat(three.heard).last().isEqualTo(moved(1));
    }

    @Test
    void aNodeThatJoinsIsAskedAndTellsItself() {
        two.here.add(ADA);
        beats(4);
        Peer late = new Peer("late");
        late.here.add(BOB);
        beats(4);
        questions.clear();
        late.node.tellNodesOf(List.of(ADA), moved(1));
        one.node.tellNodesOf(List.of(BOB), moved(2));
        bus.arrive();
        assertThat(two.heard).containsExactly(moved(1));
        assertThat(late.heard).containsExactly(moved(2));
        assertThat(questions).isEmpty();
    }

    /** The directory, of which nobody knows when it says who lives. */
    private SessionDirectory whoseNodes(CompletionStage<Set<NodeId>> answer) {
        return (SessionDirectory) Proxy.newProxyInstance(
                SessionDirectory.class.getClassLoader(),
                new Class<?>[] {SessionDirectory.class},
                (proxy, method, arguments) ->
                        method.getName().equals("nodes") ? answer : method.invoke(directory, arguments));
    }

    private SessionDirectory counted() {
        return (SessionDirectory) Proxy.newProxyInstance(
                SessionDirectory.class.getClassLoader(),
                new Class<?>[] {SessionDirectory.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("find")) {
                        questions.add((Collection<?>) arguments[0]);
                    }
                    return method.invoke(directory, arguments);
                });
    }

    private void beats(int many) {
        for (int i = 0; i < many; i++) {
            manual.advance(ClusterNode.BEAT);
            bus.arrive();
            manual.run();
        }
    }

    private static NodeSignal moved(long head) {
        return new NodeSignal.Moved(new ConversationId("trip"), head, 1);
    }
}
