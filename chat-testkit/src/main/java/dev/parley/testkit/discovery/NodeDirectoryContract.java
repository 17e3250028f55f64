package dev.parley.testkit.discovery;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.discovery.KnownNodes;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.testkit.internal.Together;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of {@link NodeDirectory}. Implementations are thread-safe. */
public interface NodeDirectoryContract {

    /**
     * The directory under test, open; the contract doesn't close it. Other tests' nodes may be in it.
     *
     * @return the same directory or another view of it, as the adapter likes
     */
    NodeDirectory directory();

    /**
     * Lets time go by for the directory.
     *
     * @param time how much: a fake clock is moved, a real one waited for
     */
    void pass(Duration time);

    /** What a node says is what others read. */
    @Test
    default void rule10_aNodeIsFoundWithAllThatItSaid() {
        NodeListing full = new NodeListing(address(name(), "eu-west \u00fc\"1\""), 4_711, 42, false, "1.2.3-SNAPSHOT");
        NodeListing bare = new NodeListing(address(name(), null), 1, 0, true, "");
        register(full, LONG);
        register(bare, LONG);
        assertThat(found(full.node(), full::equals)).isTrue();
        assertThat(found(bare.node(), bare::equals)).isTrue();
        assertThat(await(directory().nodes()).age()).isBetween(Duration.ZERO, SOON);
    }

    /** Nobody has cleaned up after a node that died. */
    @Test
    default void rule10_aNodeIsFoundUntilItsLeaseEndsByItself() {
        NodeListing node = listing(name());
        register(node, LEASE);
        assertThat(found(node.node(), node::equals)).isTrue();
        pass(LEASE);
        assertThat(gone(node.node())).isTrue();
    }

    /** A lease lasts from its newest registration, also when nothing else is new. */
    @Test
    default void rule10_registeringAgainMakesTheLeaseLonger() {
        NodeListing node = listing(name());
        register(node, LEASE);
        register(node, LONG);
        pass(LEASE.multipliedBy(2));
        assertThat(found(node.node(), node::equals)).isTrue();
    }

    /** Also for a node whose lease had ended. */
    @Test
    default void rule10_aNodeThatComesBackIsFoundAgain() {
        NodeListing node = listing(name());
        register(node, LEASE);
        pass(LEASE);
        assertThat(gone(node.node())).isTrue();
        register(node, LONG);
        assertThat(found(node.node(), node::equals)).isTrue();
    }

    /** Load, above all that it drains. */
    @Test
    default void rule11_aRegistrationReplacesWhatWasSaidBefore() {
        NodeListing before = listing(name());
        register(before, LONG);
        assertThat(found(before.node(), before::equals)).isTrue();
        NodeListing fuller = new NodeListing(before.address(), 1_000, 900, false, "1");
        register(fuller, LONG);
        assertThat(found(before.node(), fuller::equals)).isTrue();
        NodeListing draining = new NodeListing(before.address(), 1_000, 900, true, "1");
        register(draining, LONG);
        assertThat(found(before.node(), draining::equals)).isTrue();
        NodeListing moved = new NodeListing(
                new NodeAddress(
                        before.node(),
                        URI.create("wss://other.example/v1/connect"),
                        before.address().api(),
                        null),
                1_000,
                900,
                true,
                "1");
        register(moved, LONG);
        assertThat(found(before.node(), moved::equals)).isTrue();
    }

    /** Goodbye is goodbye. */
    @Test
    default void rule12_whoUnregistersIsGone() {
        NodeListing one = listing(name());
        NodeListing other = listing(name());
        register(one, LONG);
        register(other, LONG);
        assertThat(found(one.node(), one::equals)).isTrue();
        await(directory().unregister(one.node()));
        assertThat(gone(one.node())).isTrue();
        assertThat(found(other.node(), other::equals)).isTrue();
    }

    /** Twice, or without ever having been there. */
    @Test
    default void rule12_unregisteringWhoIsNotThereIsNothing() {
        NodeListing node = listing(name());
        await(directory().unregister(node.node()));
        register(node, LONG);
        await(directory().unregister(node.node()));
        await(directory().unregister(node.node()));
        assertThat(gone(node.node())).isTrue();
    }

    /** Without waiting for one call before the next. */
    @Test
    default void rule13_callsTakeEffectInTheirOrder() {
        NodeDirectory directory = directory();
        NodeListing stays = listing(name());
        NodeListing goes = listing(name());
        for (int i = 0; i < 10; i++) {
            directory.unregister(stays.node());
            directory.register(stays, LONG);
            directory.register(goes, LONG);
            directory.unregister(goes.node());
        }
        NodeListing last = new NodeListing(stays.address(), 1_000, 500, true, "1");
        await(directory.unregister(goes.node()));
        await(directory.register(last, LONG));
        assertThat(gone(goes.node())).isTrue();
        assertThat(found(last.node(), last::equals)).isTrue();
    }

    /** Nodes that start at once. */
    @Test
    default void rule14_allNodesAreFound() {
        List<NodeListing> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(new NodeListing(address(name(), "r" + i % 3), 1_000, i, false, "1"));
        }
        Together.run(20, i -> {
            register(all.get(i), LONG);
            return true;
        });
        all.forEach(each -> assertThat(found(each.node(), each::equals)).isTrue());
    }

    /** A name is one node's. */
    @Test
    default void rule15_namesThatOnlyLookAlikeAreDifferentNodes() {
        String name = name();
        NodeListing plain = listing(name);
        register(plain, LONG);
        List<NodeListing> alike = TRICKY_SUFFIXES.stream()
                .filter(suffix -> suffix.chars().noneMatch(Character::isISOControl))
                .map(suffix -> listing(name + suffix))
                .toList();
        alike.forEach(each -> register(each, LONG));
        alike.forEach(each ->
                assertThat(found(each.node(), each::equals)).as(each.node()).isTrue());
        alike.forEach(each -> await(directory().unregister(each.node())));
        alike.forEach(each -> assertThat(gone(each.node())).as(each.node()).isTrue());
        assertThat(found(name, plain::equals)).isTrue();
    }

    /** A lease that a test waits out. */
    Duration LEASE = Duration.ofSeconds(2);

    /** A lease that outlasts a test. */
    Duration LONG = Duration.ofMinutes(10);

    /** Within how much changes show. */
    Duration SOON = Duration.ofSeconds(20);

    /** How often a test looks whether they do. */
    Duration LOOK = Duration.ofMillis(50);

    private static String name() {
        return "n-" + UUID.randomUUID();
    }

    private static NodeListing listing(String name) {
        return new NodeListing(address(name, "eu"), 1_000, 0, false, "1");
    }

    private static NodeAddress address(String name, @Nullable String region) {
        String host = "n" + Integer.toHexString(name.hashCode()) + ".example";
        return new NodeAddress(
                name, URI.create("wss://" + host + "/v1/connect"), URI.create("https://" + host), region);
    }

    private void register(NodeListing listing, Duration lease) {
        await(directory().register(listing, lease));
    }

    private boolean found(String node, Predicate<NodeListing> as) {
        return soon(known -> find(known, node).filter(as).isPresent());
    }

    private boolean gone(String node) {
        return soon(known -> find(known, node).isEmpty());
    }

    private static Optional<NodeListing> find(KnownNodes known, String node) {
        List<NodeListing> named =
                known.nodes().stream().filter(each -> each.node().equals(node)).toList();
        assertThat(named).hasSizeLessThan(2);
        return named.stream().findFirst();
    }

    private boolean soon(Predicate<KnownNodes> as) {
        for (long looks = SOON.dividedBy(LOOK); looks > 0; looks--) {
            if (as.test(await(directory().nodes()))) {
                return true;
            }
            pass(LOOK);
        }
        return false;
    }
}
