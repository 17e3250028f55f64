package dev.parley.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.AdmissionOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.SessionOptions;
import dev.parley.core.host.Authenticator.Identity;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two hellos or first syncs at once; three more hellos may wait. */
class AdmissionTest {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(4);
    private static final Command.Sync SYNC = new Command.Sync(Map.of(), null, null);

    private final SessionFixture fixture =
            new SessionFixture(SessionOptions.DEFAULT, RateOptions.DEFAULT, new AdmissionOptions(2, 3, RETRY_AFTER));
    private final Map<String, CompletableFuture<Identity>> atTheDoor = new LinkedHashMap<>();

    AdmissionTest() {
        fixture.commands.atTheDoor = atTheDoor;
    }

    @Test
    void furtherHellosWaitAndTakeTheirTurnsInOrder() {
        List<FakeConnection> all = join("a", "b", "c", "d", "e");
        assertThat(atTheDoor).containsOnlyKeys("a", "b");
        letIn("b");
        assertThat(atTheDoor).containsOnlyKeys("a", "b", "c");
        letIn("a");
        letIn("c");
        assertThat(atTheDoor).containsOnlyKeys("a", "b", "c", "d", "e");
        letIn("d");
        letIn("e");
        assertThat(all).allSatisfy(each -> assertThat(each.replies()).hasSize(1));
    }

    @Test
    void whoFindsNoRoomToWaitIsToldWhenToComeBackAndNotAllAtTheSameTime() {
        List<FakeConnection> waiting = join("a", "b", "c", "d", "e");
        Set<Long> delays = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            FakeConnection refused = fixture.join("late" + i, "d1");
            assertThat(refused.received).singleElement().isInstanceOfSatisfying(Frame.Failed.class, failed -> {
                assertThat(failed.error().code()).isEqualTo("overloaded");
                assertThat(failed.error().retryable()).isTrue();
                assertThat(failed.error().retryAfterMs()).isBetween(2_000L, 6_000L);
                delays.add(failed.error().retryAfterMs());
            });
            assertThat(refused.closed).isEqualTo(CloseCode.OVERLOADED);
        }
        assertThat(delays).hasSizeGreaterThan(15);
        assertThat(atTheDoor).containsOnlyKeys("a", "b");
        assertThat(waiting).allSatisfy(each -> assertThat(each.closed).isNull());
    }

    @Test
    void whoLeavesMakesRoomWhetherItWaitedOrNot() {
        List<FakeConnection> all = join("a", "b", "c", "d", "e");
        leave(all.get(2));
        assertThat(fixture.join("f", "d1").closed).isNull();
        assertThat(atTheDoor).containsOnlyKeys("a", "b");
        leave(all.get(0));
        assertThat(atTheDoor).containsOnlyKeys("a", "b", "d");
        leave(all.get(0));
        letIn("a");
        assertThat(atTheDoor).containsOnlyKeys("a", "b", "d");
        assertThat(fixture.registry.count()).isZero();
    }

    @Test
    void aHelloThatIsRefusedMakesRoom() {
        join("a", "b", "c");
        answer("a").completeExceptionally(new IllegalStateException("the authenticator is broken"));
        fixture.manual.run();
        assertThat(atTheDoor).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void whoWaitsForTooLongIsSentAway() {
        List<FakeConnection> all = join("a", "b", "c");
        fixture.manual.advance(Duration.ofSeconds(22));
        assertThat(all).allSatisfy(each -> assertThat(each.closed).isEqualTo(CloseCode.OVERLOADED));
        assertThat(atTheDoor).doesNotContainKey("d");
        join("d");
        assertThat(atTheDoor).containsKey("d");
    }

    @Test
    void aFirstSyncTakesItsTurnBeforeTheHellosThatWait() {
        FakeConnection ada = join("a").get(0);
        letIn("a");
        join("b", "c", "d");
        ada.send(2, SYNC);
        ada.send(3, SYNC);
        assertThat(ada.errors()).containsExactly("overloaded");
        assertThat(fixture.commands.syncs).isZero();
        letIn("b");
        assertThat(ada.events(Event.SyncDone.class)).hasSize(1);
        assertThat(atTheDoor).containsOnlyKeys("a", "b", "c", "d");
    }

    @Test
    void aLaterSyncDoesNotWait() {
        FakeConnection ada = join("a").get(0);
        letIn("a");
        ada.send(2, SYNC);
        join("b", "c", "d");
        ada.send(3, SYNC);
        assertThat(ada.events(Event.SyncDone.class)).hasSize(2);
    }

    @Test
    void aFailedFirstSyncMakesRoom() {
        fixture.commands.backlog = new CompletableFuture<>();
        FakeConnection ada = join("a").get(0);
        letIn("a");
        ada.send(2, SYNC);
        join("b", "c");
        assertThat(atTheDoor).containsOnlyKeys("a", "b");
        fixture.commands.backlog.completeExceptionally(new IllegalStateException("no"));
        fixture.manual.run();
        assertThat(atTheDoor).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void whoIsInIsNotTouched() {
        FakeConnection ada = join("a").get(0);
        letIn("a");
        ada.send(2, SYNC);
        join("b", "c", "d", "e", "f", "g");
        ada.send(3, SessionFixture.send("k1"));
        assertThat(fixture.commands.executed).hasSize(1);
    }

    private List<FakeConnection> join(String... users) {
        return Arrays.stream(users).map(user -> fixture.join(user, "d1")).toList();
    }

    private void letIn(String user) {
        answer(user).complete(new Identity(new UserId(user), null));
        fixture.manual.run();
    }

    private CompletableFuture<Identity> answer(String user) {
        return Objects.requireNonNull(atTheDoor.get(user), user);
    }

    private void leave(FakeConnection connection) {
        connection.session().disconnected();
        fixture.manual.run();
    }
}
