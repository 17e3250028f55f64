package dev.parley.core.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Actor;
import dev.parley.core.internal.cluster.NodeSignal;
import dev.parley.core.internal.cluster.OtherNodes;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.runtime.ManualRuntime;
import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.view.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PresenceServiceTest {

    private static final UserId ADA = new UserId("ada");
    private static final UserId BOB = new UserId("bob");
    private static final UserId EVE = new UserId("eve");
    private static final Actor VIEWER = Actor.user("viewer");

    private final ManualRuntime manual = new ManualRuntime();
    private final Directory directory = new Directory();
    private final Set<UserId> hidden = new HashSet<>();
    private final List<Presence> told = new ArrayList<>();
    private final List<UserId> elsewhereToo = new ArrayList<>();
    private int enteredAll;
    private final List<Throwable> failures = new ArrayList<>();
    private final PresenceService here = node("node-1");
    private final PresenceService there = node("node-2");
    private final Viewer viewer = new Viewer();

    /** A directory that can be broken, and counts. */
    private final class Directory implements SessionDirectory {
        private final InMemorySessionDirectory real =
                new InMemorySessionDirectory(manual.runtime().clock());
        private boolean broken;
        private int renewals;
        private int entered;

        @Override
        public CompletionStage<Boolean> renew(NodeId node, Duration lease) {
            renewals++;
            return broken ? gone() : real.renew(node, lease);
        }

        @Override
        public CompletionStage<Void> enter(NodeId node, Map<UserId, Instant> lastActive) {
            entered += lastActive.size();
            return broken ? gone() : real.enter(node, lastActive);
        }

        @Override
        public CompletionStage<Void> leave(NodeId node, Map<UserId, Instant> lastActive) {
            return broken ? gone() : real.leave(node, lastActive);
        }

        @Override
        public CompletionStage<Map<UserId, Whereabouts>> find(Collection<UserId> users) {
            return broken ? gone() : real.find(users);
        }

        @Override
        public CompletionStage<Set<NodeId>> nodes() {
            return broken ? gone() : real.nodes();
        }

        @Override
        public CompletionStage<Void> retire(NodeId node) {
            return broken ? gone() : real.retire(node);
        }

        private <T> CompletionStage<T> gone() {
            return CompletableFuture.failedFuture(new ChatException(ErrorCode.STORE_UNAVAILABLE, "no directory"));
        }
    }

    /** Who told the others that somebody left for another node. */
    private final List<String> lefts = new ArrayList<>();

    /** The other node hears of it by and by. */
    private final class Others implements OtherNodes {
        private final String self;

        Others(String self) {
            this.self = self;
        }

        @Override
        public void tellAll(NodeSignal signal) {
            manual.executor().execute(() -> {
                PresenceService other = self.equals("node-1") ? there : here;
                if (signal instanceof NodeSignal.Left left) {
                    lefts.add(self + " " + left.user().value());
                } else {
                    other.heard(((NodeSignal.CameOrWent) signal).presence());
                }
            });
        }

        @Override
        public void tellNodesOf(Collection<UserId> users, NodeSignal signal) {
            throw new AssertionError("presence is told to all");
        }

        @Override
        public void lookUpAndTell(UserId user, NodeSignal signal) {
            throw new AssertionError("presence is told to all");
        }

        @Override
        public boolean healthy() {
            return true;
        }
    }

    private static final class Viewer implements Watcher {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void deliver(Delivery delivery) {
            Presence presence = ((Event.PresenceChanged) delivery.event()).presence();
            seen.add((presence.online() ? "+" : "-") + presence.user());
        }
    }

    private PresenceService node(String id) {
        PresenceService service = new PresenceService(
                manual.runtime(),
                new PresenceNode(new NodeId(id), directory, new Others(id), elsewhereToo::add, () -> enteredAll++),
                new PresenceOptions(Duration.ofSeconds(5), Duration.ofSeconds(30), 3),
                (actor, users) -> {
                    Set<UserId> visible = new HashSet<>(users);
                    visible.removeAll(hidden);
                    return CompletableFuture.completedFuture(visible);
                },
                told::add,
                (where, failure) -> failures.add(failure));
        service.begin();
        return service;
    }

    @Test
    void watchersHearWhoComesAndAfterTheDebounceWhoGoes() {
        watch(here, ADA);
        here.came(ADA);
        manual.run();
        assertThat(viewer.seen).containsExactly("+ada");
        here.left(ADA);
        manual.advance(Duration.ofMillis(4_900));
        assertThat(viewer.seen).containsExactly("+ada");
        manual.advance(Duration.ofMillis(500));
        assertThat(viewer.seen).containsExactly("+ada", "-ada");
        assertThat(told).extracting(Presence::online).containsExactly(true, false);
    }

    @Test
    void aReconnectIsNoNews() {
        watch(here, ADA);
        here.came(ADA);
        manual.run();
        for (int i = 0; i < 5; i++) {
            here.left(ADA);
            manual.advance(Duration.ofSeconds(4));
            here.came(ADA);
            manual.advance(Duration.ofSeconds(3));
        }
        assertThat(viewer.seen).containsExactly("+ada");
    }

    @Test
    void aUserGoesWithTheLastSessionOnly() {
        watch(here, ADA);
        here.came(ADA);
        here.came(ADA);
        here.left(ADA);
        manual.advance(Duration.ofSeconds(10));
        assertThat(viewer.seen).containsExactly("+ada");
        here.left(ADA);
        manual.advance(Duration.ofSeconds(10));
        assertThat(viewer.seen).containsExactly("+ada", "-ada");
    }

    @Test
    void otherNodesHearOfIt() {
        watch(there, ADA);
        here.came(ADA);
        manual.run();
        here.left(ADA);
        manual.advance(Duration.ofSeconds(6));
        assertThat(viewer.seen).containsExactly("+ada", "-ada");
    }

    @Test
    void aUserWhoIsOnAnotherNodeTooDoesNotGo() {
        watch(here, ADA);
        here.came(ADA);
        there.came(ADA);
        manual.run();
        here.left(ADA);
        manual.advance(Duration.ofSeconds(6));
        assertThat(viewer.seen).doesNotContain("-ada");
        assertThat(lefts).containsExactly("node-1 ada");
        there.left(ADA);
        manual.advance(Duration.ofSeconds(6));
        assertThat(viewer.seen).last().isEqualTo("-ada");
    }

    @Test
    void whoCameLatelyIsKnown() {
        here.came(ADA);
        manual.advance(Duration.ofSeconds(20));
        here.came(BOB);
        here.came(ADA); // another session
        manual.advance(Duration.ofSeconds(10));
        assertThat(here.here()).containsExactlyInAnyOrder(ADA, BOB);
        assertThat(here.cameWithin(Duration.ofSeconds(15))).containsExactly(BOB);
        assertThat(here.cameWithin(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void theUsersOfADeadNodeExpireByLease() {
        here.came(BOB);
        watch(here, ADA);
        NodeId dead = new NodeId("dead");
        directory.renew(dead, Duration.ofSeconds(30));
        directory.enter(dead, Map.of(ADA, manual.now()));
        here.heard(new Presence(ADA, true, manual.now()));
        manual.advance(Duration.ofSeconds(25));
        assertThat(viewer.seen).containsExactly("+ada");
        manual.advance(Duration.ofSeconds(20));
        assertThat(viewer.seen).containsExactly("+ada", "-ada");
        manual.advance(Duration.ofSeconds(60));
        assertThat(viewer.seen).hasSize(2);
    }

    @Test
    void theLeaseIsRenewedEveryThirdAndUsersOnlyWhenTheyWereActive() {
        for (int i = 0; i < 50; i++) {
            here.came(new UserId("user" + i));
        }
        manual.advance(Duration.ofSeconds(11));
        int renewals = directory.renewals;
        int entered = directory.entered;
        here.active(new UserId("user7"));
        Instant then = manual.now();
        manual.advance(Duration.ofSeconds(60));
        assertThat(directory.renewals - renewals).isEqualTo(2 * 6);
        assertThat(directory.entered - entered).isEqualTo(1);
        assertThat(presence(there, new UserId("user7"))).isEqualTo(new Presence(new UserId("user7"), true, then));
        assertThat(online(there, new UserId("user8"))).isTrue();
    }

    @Test
    void aBrokenLeaseIsTakenAnewWithEverybodyWhoIsHere() {
        here.came(ADA);
        here.came(BOB);
        directory.real.retire(new NodeId("node-1")); // as when the directory lost all it had
        assertThat(online(there, ADA)).isFalse();
        assertThat(enteredAll).isZero();
        manual.advance(Duration.ofSeconds(11));
        assertThat(online(there, ADA)).isTrue();
        assertThat(online(there, BOB)).isTrue();
        assertThat(enteredAll).isEqualTo(1);
    }

    @Test
    void whoLeftWhileTheDirectoryWasGoneIsTakenOutWhenItIsBack() {
        here.came(ADA);
        manual.advance(Duration.ofSeconds(1));
        directory.broken = true;
        here.left(ADA);
        manual.advance(Duration.ofSeconds(6));
        directory.broken = false;
        assertThat(online(there, ADA)).isTrue();
        manual.advance(Duration.ofSeconds(11));
        assertThat(online(there, ADA)).isFalse();
    }

    @Test
    void aNodeHearsOfUsersWhoAreElsewhereToo() {
        here.came(ADA);
        manual.run();
        assertThat(elsewhereToo).isEmpty();
        there.came(ADA);
        manual.run();
        assertThat(elsewhereToo).containsExactly(ADA);
    }

    @Test
    void whoMissedNewsLooksTheWatchedUp() {
        watch(here, ADA, BOB);
        NodeId silent = new NodeId("silent");
        directory.renew(silent, Duration.ofMinutes(5));
        directory.enter(silent, Map.of(ADA, manual.now()));
        here.missed();
        manual.run();
        assertThat(viewer.seen).contains("+ada").doesNotContain("+bob");
    }

    @Test
    void aNodeThatLeavesIsLookedForNoMore() {
        here.came(ADA);
        here.close();
        there.close();
        assertThat(online(there, ADA)).isFalse();
        int renewals = directory.renewals;
        manual.advance(Duration.ofMinutes(2));
        assertThat(directory.renewals).isEqualTo(renewals);
        assertThat(manual.scheduled()).isZero();
    }

    /** By then the host may have closed the directory. */
    @Test
    void aNodeThatHasLeftTakesNobodyOutOfTheDirectory() {
        here.came(ADA);
        manual.run();
        here.left(ADA);
        here.close();
        there.close();
        manual.run();
        directory.broken = true;
        manual.advance(Duration.ofMinutes(1));
        assertThat(failures).isEmpty();
        assertThat(lefts).isEmpty();
    }

    @Test
    void thoseWhoMayNotBeSeenAreShownOfflineAndNeverHeardOf() {
        hidden.add(EVE);
        here.came(EVE);
        manual.run();
        assertThat(watch(here, ADA, EVE)).extracting(Presence::online).containsExactly(false, false);
        assertThat(watch(here, ADA, EVE)).extracting(Presence::lastActiveAt).containsOnlyNulls();
        here.left(EVE);
        manual.advance(Duration.ofSeconds(6));
        here.came(EVE);
        manual.run();
        assertThat(viewer.seen).isEmpty();
    }

    @Test
    void aWatchReplacesTheOneBeforeAndEndsWithTheSession() {
        watch(here, ADA);
        watch(here, BOB);
        here.came(ADA);
        manual.run();
        assertThat(viewer.seen).isEmpty();
        here.came(BOB);
        manual.run();
        assertThat(viewer.seen).containsExactly("+bob");
        here.unwatch(viewer);
        here.left(BOB);
        manual.advance(Duration.ofSeconds(6));
        assertThat(viewer.seen).containsExactly("+bob");
    }

    @Test
    void watchListsAreBounded() {
        List<UserId> four = List.of(ADA, BOB, EVE, new UserId("dan"));
        assertThat(here.watch(viewer, VIEWER, four).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .satisfies(cause -> assertThat(((ChatException) cause).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
        assertThat(here.presences(VIEWER, four).toCompletableFuture()).isCompletedExceptionally();
        assertThat(watch(here, ADA, ADA, BOB, BOB, EVE)).hasSize(3);
    }

    @Test
    void lastActiveIsTheNewestThatAnyNodeKnows() {
        here.came(ADA);
        manual.advance(Duration.ofSeconds(11));
        there.came(ADA);
        Instant then = manual.now();
        manual.advance(Duration.ofSeconds(1));
        assertThat(presence(here, ADA).lastActiveAt()).isEqualTo(then);
        here.active(ADA);
        assertThat(presence(here, ADA).lastActiveAt()).isEqualTo(manual.now());
    }

    @Test
    void withoutADirectoryThisNodesUsersAreStillKnownAndHealthSaysSo() {
        watch(here, ADA);
        directory.broken = true;
        here.came(ADA);
        manual.run();
        assertThat(viewer.seen).containsExactly("+ada");
        assertThat(online(here, ADA)).isTrue();
        assertThat(here.healthy()).isFalse();
        here.came(BOB);
        assertThat(failures).hasSize(1);
        directory.broken = false;
        manual.advance(Duration.ofSeconds(11));
        assertThat(here.healthy()).isTrue();
        assertThat(online(there, ADA)).isTrue();
    }

    private List<Presence> watch(PresenceService service, UserId... users) {
        return service.watch(viewer, VIEWER, List.of(users))
                .toCompletableFuture()
                .join();
    }

    private Presence presence(PresenceService service, UserId user) {
        return service.presences(VIEWER, List.of(user))
                .toCompletableFuture()
                .join()
                .get(0);
    }

    private boolean online(PresenceService service, UserId user) {
        return presence(service, user).online();
    }
}
