package dev.parley.testkit.node;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.node.PresenceDirectory;
import dev.parley.model.UserId;
import dev.parley.testkit.internal.Together;
import dev.parley.view.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@link PresenceDirectory}. Implementations are thread-safe. */
public interface PresenceDirectoryContract {

    /**
     * The directory under test, open; the contract doesn't close it.
     *
     * @return the same directory or another view of it, as the adapter likes
     */
    PresenceDirectory directory();

    /**
     * Lets time go by for the directory's leases.
     *
     * @param time how much: a fake clock is moved, a real one waited for
     */
    void pass(Duration time);

    /** Nobody has cleaned up after a node that died. */
    @Test
    default void rule10_aUserIsOnlineUntilTheLeaseEndsByItself() {
        UserId ada = user();
        renew("n1", ada, AT, LEASE);
        assertThat(presence(ada)).isEqualTo(new Presence(ada, true, AT));
        pass(LEASE);
        assertThat(presence(ada)).isEqualTo(new Presence(ada, false, AT));
    }

    /** One node's goodbye is not the other's. */
    @Test
    default void rule10_aUserIsOnlineWhileAnyNodeHoldsALease() {
        UserId ada = user();
        renew("n1", ada, AT, LONG);
        renew("n2", ada, AT, LONG);
        release("n1", ada, AT);
        assertThat(presence(ada).online()).isTrue();
        release("n2", ada, AT);
        assertThat(presence(ada).online()).isFalse();
    }

    /** Each node's lease ends by itself. */
    @Test
    default void rule10_aNodeThatDiesTakesNobodyWithIt() {
        UserId ada = user();
        renew("n1", ada, AT, LEASE);
        renew("n2", ada, AT, LONG);
        pass(LEASE);
        assertThat(presence(ada).online()).isTrue();
    }

    /** A lease lasts from its newest renewal. */
    @Test
    default void rule10_renewingMakesTheLeaseLonger() {
        UserId ada = user();
        renew("n1", ada, AT, LEASE);
        renew("n1", ada, AT, LONG);
        pass(LEASE);
        assertThat(presence(ada).online()).isTrue();
    }

    /** A lease is one user's. */
    @Test
    default void rule10_idsThatOnlyLookAlikeAreDifferent() {
        UserId ada = user();
        renew("n1", ada, AT, LONG);
        for (String suffix : TRICKY_SUFFIXES) {
            assertThat(presence(new UserId(ada.value() + suffix)).online())
                    .as(suffix)
                    .isFalse();
        }
    }

    /** Whatever comes late, and from whichever node. */
    @Test
    default void rule11_lastActiveAtOnlyRises() {
        UserId ada = user();
        renew("n1", ada, AT.plusSeconds(9), LONG);
        renew("n2", ada, AT.plusSeconds(3), LONG);
        assertThat(presence(ada).lastActiveAt()).isEqualTo(AT.plusSeconds(9));
        release("n2", ada, AT.plusSeconds(5));
        assertThat(presence(ada).lastActiveAt()).isEqualTo(AT.plusSeconds(9));
        release("n1", ada, AT.plusSeconds(11));
        assertThat(presence(ada)).isEqualTo(new Presence(ada, false, AT.plusSeconds(11)));
    }

    /** Nodes that tell at once lose none of it. */
    @Test
    default void rule11_theLatestOfManyThatTellAtOnceStays() {
        UserId ada = user();
        Together.run(20, i -> {
            renew("n" + i, ada, AT.plusSeconds(i), LONG);
            return true;
        });
        assertThat(presence(ada)).isEqualTo(new Presence(ada, true, AT.plusSeconds(19)));
        Together.run(19, i -> {
            release("n" + i, ada, AT.plusSeconds(i));
            return true;
        });
        assertThat(presence(ada).online()).isTrue();
        release("n19", ada, AT);
        assertThat(presence(ada).online()).isFalse();
    }

    /** Giving back what one does not hold is nothing. */
    @Test
    default void rule12_releasingWithoutALeaseIsNoError() {
        UserId ada = user();
        release("n1", ada, AT);
        assertThat(presence(ada).online()).isFalse();
    }

    /** Known or not, asked for twice or among many. */
    @Test
    default void rule13_everyUserAskedForIsAnswered() {
        List<UserId> known = Stream.generate(() -> user()).limit(300).toList();
        List<UserId> unknown = Stream.generate(() -> user()).limit(300).toList();
        Map<UserId, Instant> active = new LinkedHashMap<>();
        known.forEach(each -> active.put(each, AT));
        await(directory().renew("n1", active, LONG));
        List<UserId> all = new ArrayList<>(known);
        all.addAll(unknown);
        all.add(known.get(0));
        Map<UserId, Presence> found = await(directory().presences(all));
        assertThat(found).hasSize(600);
        known.forEach(each -> assertThat(found).containsEntry(each, new Presence(each, true, AT)));
        unknown.forEach(each -> assertThat(found).containsEntry(each, new Presence(each, false, null)));
        assertThat(await(directory().presences(List.of()))).isEmpty();
    }

    /** When somebody was active, in whole milliseconds as on the wire. */
    Instant AT = Instant.parse("2026-11-01T12:00:00.123Z");

    /** A lease that a test waits out. */
    Duration LEASE = Duration.ofSeconds(2);

    /** A lease that outlasts a test. */
    Duration LONG = Duration.ofMinutes(10);

    private void renew(String node, UserId user, Instant activeAt, Duration lease) {
        await(directory().renew(node, Map.of(user, activeAt), lease));
    }

    private void release(String node, UserId user, Instant activeAt) {
        await(directory().release(node, user, activeAt));
    }

    private Presence presence(UserId user) {
        Map<UserId, Presence> found = await(directory().presences(List.of(user)));
        assertThat(found).containsOnlyKeys(user);
        return Objects.requireNonNull(found.get(user));
    }
}
