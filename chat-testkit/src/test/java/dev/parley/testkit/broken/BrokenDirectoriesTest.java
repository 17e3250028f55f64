package dev.parley.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.discovery.InMemoryNodeDirectory;
import dev.parley.core.spi.discovery.KnownNodes;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.testkit.discovery.NodeDirectoryContract;
import dev.parley.testkit.runtime.FakeClock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Directories of nodes that break a rule each: the contract has to notice. */
class BrokenDirectoriesTest {

    /** A directory under a lens. */
    private abstract static class Lens implements NodeDirectoryContract, NodeDirectory {

        private final FakeClock clock = new FakeClock();
        private final NodeDirectory directory = new InMemoryNodeDirectory(clock);

        @Override
        public NodeDirectory directory() {
            return this;
        }

        @Override
        public void pass(Duration time) {
            clock.advance(time);
        }

        @Override
        public CompletionStage<Void> register(NodeListing listing, Duration lease) {
            return directory.register(listing, lease);
        }

        @Override
        public CompletionStage<Void> unregister(String node) {
            return directory.unregister(node);
        }

        @Override
        public CompletionStage<KnownNodes> nodes() {
            return directory.nodes();
        }
    }

    static final class NeverEnds extends Lens {
        @Override
        public CompletionStage<Void> register(NodeListing listing, Duration lease) {
            return super.register(listing, Duration.ofDays(1));
        }
    }

    @Test
    void aLeaseThatNeverEndsIsCaught() {
        assertThat(ContractRun.of(NeverEnds.class).failed())
                .containsExactlyInAnyOrder(
                        "rule10_aNodeIsFoundUntilItsLeaseEndsByItself", "rule10_aNodeThatComesBackIsFoundAgain");
    }

    /** What did not change is not renewed either. */
    static final class RenewsOnlyChanges extends Lens {
        private final Map<String, NodeListing> said = new ConcurrentHashMap<>();

        @Override
        public CompletionStage<Void> register(NodeListing listing, Duration lease) {
            return listing.equals(said.put(listing.node(), listing))
                    ? CompletableFuture.completedFuture(null)
                    : super.register(listing, lease);
        }
    }

    @Test
    void aLeaseThatIsNotRenewedIsCaught() {
        assertThat(ContractRun.of(RenewsOnlyChanges.class).failed())
                .contains("rule10_registeringAgainMakesTheLeaseLonger", "rule10_aNodeThatComesBackIsFoundAgain");
    }

    static final class KeepsTheFirst extends Lens {
        private final Map<String, NodeListing> said = new ConcurrentHashMap<>();

        @Override
        public CompletionStage<Void> register(NodeListing listing, Duration lease) {
            NodeListing first = said.putIfAbsent(listing.node(), listing);
            return super.register(first == null ? listing : first, lease);
        }
    }

    @Test
    void loadThatIsNotRenewedIsCaught() {
        assertThat(ContractRun.of(KeepsTheFirst.class).failed())
                .contains("rule11_aRegistrationReplacesWhatWasSaidBefore");
    }

    static final class NeverLetsGo extends Lens {
        @Override
        public CompletionStage<Void> unregister(String node) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void aNodeThatCannotLeaveIsCaught() {
        assertThat(ContractRun.of(NeverLetsGo.class).failed())
                .contains("rule12_whoUnregistersIsGone", "rule13_callsTakeEffectInTheirOrder");
    }

    static final class FoldsCase extends Lens {
        private final Map<String, NodeListing> folded = new ConcurrentHashMap<>();

        @Override
        public CompletionStage<Void> register(NodeListing listing, Duration lease) {
            folded.put(listing.node().toLowerCase(Locale.ROOT), listing);
            return super.register(listing, lease);
        }

        @Override
        public CompletionStage<KnownNodes> nodes() {
            return super.nodes()
                    .thenApply(known -> new KnownNodes(
                            known.nodes().stream().filter(folded::containsValue).toList(), known.age()));
        }
    }

    @Test
    void aDirectoryThatTakesOneNodeForAnotherIsCaught() {
        assertThat(ContractRun.of(FoldsCase.class).failed())
                .containsExactly("rule15_namesThatOnlyLookAlikeAreDifferentNodes");
    }
}
