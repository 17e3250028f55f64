package dev.parley.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.runtime.ManualRuntime;
import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ClusterNodeTest {

    private static final UserId ADA = new UserId("ada");
    private static final Duration AGES = Duration.ofHours(1);

    /** A node as the test sees it. */
    private final class Peer {
        private final NodeId id;
        private final List<NodeSignal> heard = new ArrayList<>();
        private int missed;
        private final ClusterNode node;

        Peer(String name) {
            this(name, directory);
        }

        Peer(String name, SessionDirectory directory) {
            id = new NodeId(name);
            directory.renew(id, AGES);
            node = new ClusterNode(
                    manual.runtime(),
                    new ClusterNode.Connection(id, bus, directory),
                    (where, failure) -> failures.add(failure));
            node.listen(heard::add, () -> missed++);
        }
    }

    private final ManualRuntime manual = new ManualRuntime();
    private final InMemorySessionDirectory directory =
            new InMemorySessionDirectory(manual.runtime().clock());
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

    /** The directory, of which nobody knows when it says who lives. */
    private SessionDirectory whoseNodes(CompletionStage<Set<NodeId>> answer) {
        return (SessionDirectory) Proxy.newProxyInstance(
                SessionDirectory.class.getClassLoader(),
                new Class<?>[] {SessionDirectory.class},
                (proxy, method, arguments) ->
                        method.getName().equals("nodes") ? answer : method.invoke(directory, arguments));
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
