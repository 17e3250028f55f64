package dev.parley.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemoryPresenceDirectory;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeSignal;
import dev.parley.core.spi.node.PresenceDirectory;
import dev.parley.model.UserId;
import dev.parley.testkit.node.NodeBusContract;
import dev.parley.testkit.node.PresenceDirectoryContract;
import dev.parley.testkit.runtime.FakeClock;
import dev.parley.view.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buses and directories that break a rule each: the contract has to notice. */
class BrokenNodesTest {

    /** Calls every listener, the publisher's own among them, on the publisher's thread. */
    @Timeout(value = 8, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    static final class CallsListenersItself implements NodeBusContract {

        private final List<Consumer<NodeSignal>> listeners = new CopyOnWriteArrayList<>();

        @Override
        public NodeBus node() {
            return new NodeBus() {
                @Override
                public CompletionStage<Void> publish(NodeSignal signal) {
                    listeners.forEach(listener -> listener.accept(signal));
                    return CompletableFuture.completedFuture(true).thenAccept(done -> {});
                }

                @Override
                public AutoCloseable listen(Consumer<NodeSignal> listener) {
                    listeners.add(listener);
                    return () -> {};
                }
            };
        }
    }

    @Test
    void aBusThatCallsListenersItselfIsCaught() {
        assertThat(ContractRun.of(CallsListenersItself.class).failed())
                .containsExactlyInAnyOrder(
                        "rule11_aNodeDoesNotHearItself",
                        "rule12_publishWaitsForNoListener",
                        "rule14_aListenerThatThrowsHearsTheNextSignal",
                        "rule15_aClosedSubscriptionHearsNothing");
    }

    /** A directory under a lens. */
    private abstract static class Lens implements PresenceDirectoryContract, PresenceDirectory {

        final FakeClock clock = new FakeClock();
        final PresenceDirectory directory = new InMemoryPresenceDirectory(clock);

        @Override
        public PresenceDirectory directory() {
            return this;
        }

        @Override
        public void pass(Duration time) {
            clock.advance(time);
        }

        @Override
        public CompletionStage<Void> renew(String node, Map<UserId, Instant> lastActive, Duration lease) {
            return directory.renew(node, lastActive, lease);
        }

        @Override
        public CompletionStage<Void> release(String node, UserId user, Instant lastActiveAt) {
            return directory.release(node, user, lastActiveAt);
        }

        @Override
        public CompletionStage<Map<UserId, Presence>> presences(Collection<UserId> users) {
            return directory.presences(users);
        }
    }

    static final class ForgetsNodes extends Lens {
        @Override
        public CompletionStage<Void> renew(String node, Map<UserId, Instant> lastActive, Duration lease) {
            return super.renew("any", lastActive, lease);
        }

        @Override
        public CompletionStage<Void> release(String node, UserId user, Instant lastActiveAt) {
            return super.release("any", user, lastActiveAt);
        }
    }

    @Test
    void aDirectoryThatDoesNotTellNodesApartIsCaught() {
        assertThat(ContractRun.of(ForgetsNodes.class).failed())
                .containsExactlyInAnyOrder(
                        "rule10_aUserIsOnlineWhileAnyNodeHoldsALease", "rule11_theLatestOfManyThatTellAtOnceStays");
    }

    static final class NeverEnds extends Lens {
        @Override
        public CompletionStage<Void> renew(String node, Map<UserId, Instant> lastActive, Duration lease) {
            return super.renew(node, lastActive, Duration.ofDays(1));
        }
    }

    @Test
    void aLeaseThatNeverEndsIsCaught() {
        assertThat(ContractRun.of(NeverEnds.class).failed())
                .containsExactly("rule10_aUserIsOnlineUntilTheLeaseEndsByItself");
    }

    static final class LeavesOutTheUnknown extends Lens {
        @Override
        public CompletionStage<Map<UserId, Presence>> presences(Collection<UserId> users) {
            return super.presences(users).thenApply(found -> {
                Map<UserId, Presence> known = new HashMap<>(found);
                known.values().removeIf(presence -> presence.lastActiveAt() == null);
                return known;
            });
        }
    }

    @Test
    void anAnswerThatLeavesSomebodyOutIsCaught() {
        assertThat(ContractRun.of(LeavesOutTheUnknown.class).failed()).contains("rule13_everyUserAskedForIsAnswered");
    }
}
