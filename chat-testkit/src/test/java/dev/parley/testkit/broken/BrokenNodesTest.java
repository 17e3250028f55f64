package dev.parley.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.UserId;
import dev.parley.testkit.node.NodeBusContract;
import dev.parley.testkit.node.SessionDirectoryContract;
import dev.parley.testkit.runtime.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buses and directories that break a rule each: the contract has to notice. */
@Tag("any-jdk")
class BrokenNodesTest {

    /** Calls every listener, whichever node it listens for, on the sender's thread. */
    @Timeout(value = 8, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    static final class CallsListenersItself implements NodeBusContract {

        private final List<NodeBus.Listener> listeners = new CopyOnWriteArrayList<>();

        @Override
        public NodeBus bus() {
            return new NodeBus() {
                @Override
                public CompletionStage<Void> send(NodeId to, byte[] frame) {
                    listeners.forEach(listener -> listener.frame(frame));
                    return CompletableFuture.completedFuture(true).thenAccept(done -> {});
                }

                @Override
                public AutoCloseable listen(NodeId self, Listener listener) {
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
                        "rule10_noOtherNodeHearsAFrame",
                        "rule12_sendWaitsForNoListener",
                        "rule14_aListenerThatThrowsHearsTheNextFrame",
                        "rule15_aClosedSubscriptionHearsNothing");
    }

    /** A directory under a lens. */
    private abstract static class Lens implements SessionDirectoryContract, SessionDirectory {

        final FakeClock clock = new FakeClock();
        final SessionDirectory directory = new InMemorySessionDirectory(clock);

        @Override
        public SessionDirectory directory() {
            return this;
        }

        @Override
        public void pass(Duration time) {
            clock.advance(time);
        }

        @Override
        public CompletionStage<Boolean> renew(NodeId node, Duration lease) {
            return directory.renew(node, lease);
        }

        @Override
        public CompletionStage<Void> enter(NodeId node, Map<UserId, Instant> lastActive) {
            return directory.enter(node, lastActive);
        }

        @Override
        public CompletionStage<Void> leave(NodeId node, Map<UserId, Instant> lastActive) {
            return directory.leave(node, lastActive);
        }

        @Override
        public CompletionStage<Map<UserId, Whereabouts>> find(Collection<UserId> users) {
            return directory.find(users);
        }

        @Override
        public CompletionStage<Set<NodeId>> nodes() {
            return directory.nodes();
        }

        @Override
        public CompletionStage<Void> retire(NodeId node) {
            return directory.retire(node);
        }
    }

    static final class LosesNobody extends Lens {
        @Override
        public CompletionStage<Void> leave(NodeId node, Map<UserId, Instant> lastActive) {
            return super.enter(node, lastActive);
        }
    }

    @Test
    void aDirectoryThatLetsNobodyGoIsCaught() {
        assertThat(ContractRun.of(LosesNobody.class).failed())
                .containsExactlyInAnyOrder(
                        "rule13_aUserIsOnEveryNodeThatWasNotLeft",
                        "rule13_manyNodesAtOnceLoseNothing",
                        "rule15_leavingWhereOneIsNotIsNoError");
    }

    static final class NeverEnds extends Lens {
        @Override
        public CompletionStage<Boolean> renew(NodeId node, Duration lease) {
            return super.renew(node, Duration.ofDays(1));
        }
    }

    @Test
    void aLeaseThatNeverEndsIsCaught() {
        assertThat(ContractRun.of(NeverEnds.class).failed())
                .containsExactlyInAnyOrder(
                        "rule10_aNodeAndItsUsersAreGoneWhenItsLeaseEnds",
                        "rule10_aNodeThatDiesTakesNobodyWithIt",
                        "rule11_renewTellsWhetherTheLeaseWasUnbroken",
                        "rule11_afterABrokenLeaseNothingCountsThatWasEntered",
                        "rule12_whatANodeWithoutALeaseEntersChangesNothing");
    }

    /** Takes it that a node which enters somebody lives. */
    static final class TakesUsersOfDeadNodes extends Lens {
        @Override
        public CompletionStage<Void> enter(NodeId node, Map<UserId, Instant> lastActive) {
            return super.renew(node, Duration.ofDays(1)).thenCompose(held -> super.enter(node, lastActive));
        }
    }

    @Test
    void aDirectoryThatTakesUsersOfNodesWithoutALeaseIsCaught() {
        assertThat(ContractRun.of(TakesUsersOfDeadNodes.class).failed())
                .contains("rule12_whatANodeWithoutALeaseEntersChangesNothing");
    }

    static final class LeavesOutTheUnknown extends Lens {
        @Override
        public CompletionStage<Map<UserId, Whereabouts>> find(Collection<UserId> users) {
            return super.find(users).thenApply(found -> {
                Map<UserId, Whereabouts> known = new HashMap<>(found);
                known.values().removeIf(where -> where.lastActiveAt() == null);
                return known;
            });
        }
    }

    @Test
    void anAnswerThatLeavesSomebodyOutIsCaught() {
        assertThat(ContractRun.of(LeavesOutTheUnknown.class).failed()).contains("rule16_everyUserAskedForIsAnswered");
    }
}
