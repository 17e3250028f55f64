package dev.parley.testkit.node;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.UserId;
import dev.parley.testkit.internal.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@link SessionDirectory}. Implementations are thread-safe. */
public interface SessionDirectoryContract {

    /**
     * The directory under test, open; the contract doesn't close it.
     *
     * @return the same directory or another view of it, as the adapter likes
     */
    SessionDirectory directory();

    /**
     * Lets time go by for the directory's leases.
     *
     * @param time how much: a fake clock is moved, a real one waited for
     */
    void pass(Duration time);

    /** Nobody has cleaned up after a node that died. */
    @Test
    default void rule10_aNodeAndItsUsersAreGoneWhenItsLeaseEnds() {
        UserId ada = user();
        NodeId node = node(LEASE);
        enter(node, ada, AT);
        assertThat(where(ada)).isEqualTo(new Whereabouts(Set.of(node), AT));
        assertThat(await(directory().nodes())).contains(node);
        pass(LEASE);
        assertThat(where(ada)).isEqualTo(new Whereabouts(Set.of(), AT));
        assertThat(await(directory().nodes())).doesNotContain(node);
    }

    /** Each node's lease ends by itself, and lasts from its newest renewal. */
    @Test
    default void rule10_aNodeThatDiesTakesNobodyWithIt() {
        UserId ada = user();
        NodeId dies = node(LEASE);
        NodeId lives = node(LEASE);
        enter(dies, ada, AT);
        enter(lives, ada, AT);
        assertThat(await(directory().renew(lives, LONG))).isTrue();
        pass(LEASE);
        assertThat(where(ada).nodes()).containsExactly(lives);
    }

    /** A new lease, one that is renewed, one that had ended. */
    @Test
    default void rule11_renewTellsWhetherTheLeaseWasUnbroken() {
        NodeId node = newNode();
        assertThat(await(directory().renew(node, LEASE))).isFalse();
        assertThat(await(directory().renew(node, LEASE))).isTrue();
        pass(LEASE);
        assertThat(await(directory().renew(node, LONG))).isFalse();
        assertThat(await(directory().renew(node, LONG))).isTrue();
    }

    /** Whoever left meanwhile must not be back by that. */
    @Test
    default void rule11_afterABrokenLeaseNothingCountsThatWasEntered() {
        UserId ada = user();
        UserId bob = user();
        NodeId node = node(LEASE);
        enter(node, ada, AT);
        enter(node, bob, AT);
        pass(LEASE);
        await(directory().renew(node, LONG));
        assertThat(where(ada).nodes()).isEmpty();
        enter(node, bob, AT);
        assertThat(where(ada).nodes()).isEmpty();
        assertThat(where(bob).nodes()).containsExactly(node);
    }

    /** Too early, or too late. */
    @Test
    default void rule12_whatANodeWithoutALeaseEntersChangesNothing() {
        UserId ada = user();
        NodeId node = newNode();
        enter(node, ada, AT);
        assertThat(where(ada).nodes()).isEmpty();
        await(directory().renew(node, LEASE));
        assertThat(where(ada).nodes()).isEmpty();
        pass(LEASE);
        enter(node, ada, AT);
        await(directory().renew(node, LONG));
        assertThat(where(ada).nodes()).isEmpty();
    }

    /** One node's goodbye is not the other's. */
    @Test
    default void rule13_aUserIsOnEveryNodeThatWasNotLeft() {
        UserId ada = user();
        NodeId one = node(LONG);
        NodeId two = node(LONG);
        enter(one, ada, AT);
        enter(two, ada, AT);
        assertThat(where(ada).nodes()).containsExactlyInAnyOrder(one, two);
        leave(one, ada, AT);
        assertThat(where(ada).nodes()).containsExactly(two);
        enter(one, ada, AT);
        leave(two, ada, AT);
        assertThat(where(ada).nodes()).containsExactly(one);
    }

    /** An entry is one user's. */
    @Test
    default void rule13_idsThatOnlyLookAlikeAreDifferent() {
        UserId ada = user();
        NodeId node = node(LONG);
        enter(node, ada, AT);
        for (String suffix : TRICKY_SUFFIXES) {
            UserId alike = new UserId(ada.value() + suffix);
            assertThat(where(alike).nodes()).as(suffix).isEmpty();
            enter(node, alike, AT);
            assertThat(where(alike).nodes()).as(suffix).containsExactly(node);
            leave(node, alike, AT);
            assertThat(where(ada).nodes()).as(suffix).containsExactly(node);
        }
    }

    /** Nodes that enter and leave at once do each other no harm. */
    @Test
    default void rule13_manyNodesAtOnceLoseNothing() {
        UserId ada = user();
        List<NodeId> nodes = Stream.generate(() -> node(LONG)).limit(20).toList();
        Together.run(20, i -> {
            enter(nodes.get(i), ada, AT.plusSeconds(i));
            return true;
        });
        Whereabouts all = where(ada);
        assertThat(all.nodes()).containsExactlyInAnyOrderElementsOf(nodes);
        assertThat(all.lastActiveAt()).isEqualTo(AT.plusSeconds(19));
        Together.run(19, i -> {
            leave(nodes.get(i), ada, AT.plusSeconds(i));
            return true;
        });
        assertThat(where(ada).nodes()).containsExactly(nodes.get(19));
    }

    /** Whatever comes late, and from whichever node. */
    @Test
    default void rule14_lastActiveAtOnlyRises() {
        UserId ada = user();
        NodeId one = node(LONG);
        NodeId two = node(LONG);
        enter(one, ada, AT.plusSeconds(9));
        enter(two, ada, AT.plusSeconds(3));
        assertThat(where(ada).lastActiveAt()).isEqualTo(AT.plusSeconds(9));
        leave(two, ada, AT.plusSeconds(5));
        assertThat(where(ada).lastActiveAt()).isEqualTo(AT.plusSeconds(9));
        leave(one, ada, AT.plusSeconds(11));
        assertThat(where(ada).lastActiveAt()).isEqualTo(AT.plusSeconds(11));
    }

    /** Giving back what one does not hold is nothing. */
    @Test
    default void rule15_leavingWhereOneIsNotIsNoError() {
        UserId ada = user();
        leave(newNode(), ada, AT);
        leave(node(LONG), ada, AT);
        assertThat(where(ada).nodes()).isEmpty();
    }

    /** Known or not, asked for twice or among many. */
    @Test
    default void rule16_everyUserAskedForIsAnswered() {
        NodeId node = node(LONG);
        List<UserId> known = Stream.generate(() -> user()).limit(300).toList();
        List<UserId> unknown = Stream.generate(() -> user()).limit(300).toList();
        Map<UserId, Instant> active = new LinkedHashMap<>();
        known.forEach(each -> active.put(each, AT));
        await(directory().enter(node, active));
        List<UserId> all = new ArrayList<>(known);
        all.addAll(unknown);
        all.add(known.get(0));
        Map<UserId, Whereabouts> found = await(directory().find(all));
        assertThat(found).hasSize(600);
        known.forEach(each -> assertThat(found).containsEntry(each, new Whereabouts(Set.of(node), AT)));
        unknown.forEach(each -> assertThat(found).containsEntry(each, Whereabouts.UNKNOWN));
        assertThat(await(directory().find(List.of()))).isEmpty();
    }

    /** A node that goes on its own is gone at once, and may come back. */
    @Test
    default void aNodeThatRetiresIsGoneWithItsUsers() {
        UserId ada = user();
        NodeId node = node(LONG);
        NodeId other = node(LONG);
        enter(node, ada, AT);
        await(directory().retire(node));
        assertThat(where(ada)).isEqualTo(new Whereabouts(Set.of(), AT));
        assertThat(await(directory().nodes())).contains(other).doesNotContain(node);
        assertThat(await(directory().renew(node, LONG))).isFalse();
        assertThat(where(ada).nodes()).isEmpty();
    }

    /** When somebody was active, in whole milliseconds as on the wire. */
    Instant AT = Instant.parse("2026-11-01T12:00:00.123Z");

    /** A lease that a test waits out. */
    Duration LEASE = Duration.ofSeconds(2);

    /** A lease that outlasts a test. */
    Duration LONG = Duration.ofMinutes(10);

    private static NodeId newNode() {
        return new NodeId(UUID.randomUUID().toString());
    }

    private NodeId node(Duration lease) {
        NodeId node = newNode();
        await(directory().renew(node, lease));
        return node;
    }

    private void enter(NodeId node, UserId user, Instant activeAt) {
        await(directory().enter(node, Map.of(user, activeAt)));
    }

    private void leave(NodeId node, UserId user, Instant activeAt) {
        await(directory().leave(node, Map.of(user, activeAt)));
    }

    private Whereabouts where(UserId user) {
        Map<UserId, Whereabouts> found = await(directory().find(List.of(user)));
        assertThat(found).containsOnlyKeys(user);
        return Objects.requireNonNull(found.get(user));
    }
}
