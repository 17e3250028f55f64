package dev.parley.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InMemoryPresenceDirectoryTest {

    private static final UserId ADA = new UserId("ada");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private Instant now = START;
    private final InMemoryPresenceDirectory directory = new InMemoryPresenceDirectory(() -> now);

    @Test
    void aUserThatNobodyKnowsIsOffline() {
        assertThat(presence()).isEqualTo(new Presence(ADA, false, null));
    }

    @Test
    void aUserIsOnlineUntilTheLeaseEndsByItself() {
        renew("n1", START);
        now = START.plus(LEASE).minusMillis(1);
        assertThat(presence()).isEqualTo(new Presence(ADA, true, START));
        now = START.plus(LEASE);
        assertThat(presence()).isEqualTo(new Presence(ADA, false, START));
    }

    @Test
    void aUserIsOnlineWhileAnyNodeHoldsALease() {
        renew("n1", START);
        renew("n2", START);
        release("n1", START);
        assertThat(presence().online()).isTrue();
        release("n2", START);
        assertThat(presence().online()).isFalse();
    }

    @Test
    void renewingMakesTheLeaseLonger() {
        renew("n1", START);
        now = START.plusSeconds(20);
        renew("n1", START);
        now = START.plusSeconds(49);
        assertThat(presence().online()).isTrue();
    }

    @Test
    void lastActiveAtOnlyRises() {
        renew("n1", START.plusSeconds(9));
        renew("n2", START.plusSeconds(3));
        assertThat(presence().lastActiveAt()).isEqualTo(START.plusSeconds(9));
        release("n2", START.plusSeconds(5));
        assertThat(presence().lastActiveAt()).isEqualTo(START.plusSeconds(9));
        release("n1", START.plusSeconds(11));
        assertThat(presence()).isEqualTo(new Presence(ADA, false, START.plusSeconds(11)));
    }

    private void renew(String node, Instant activeAt) {
        assertThat(directory.renew(node, Map.of(ADA, activeAt), LEASE).toCompletableFuture())
                .isCompleted();
    }

    private void release(String node, Instant activeAt) {
        assertThat(directory.release(node, ADA, activeAt).toCompletableFuture()).isCompleted();
    }

    private Presence presence() {
        Map<UserId, Presence> found =
                directory.presences(List.of(ADA)).toCompletableFuture().join();
        assertThat(found).containsOnlyKeys(ADA);
        return Objects.requireNonNull(found.get(ADA));
    }
}
