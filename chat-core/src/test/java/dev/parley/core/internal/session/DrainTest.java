package dev.parley.core.internal.session;

import static dev.parley.core.internal.session.SessionFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.internal.discovery.Elsewhere;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrainTest {

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void anIdleNodeDrainsAtOnce() {
        CompletableFuture<Void> drained = drain();
        fixture.manual.advance(Duration.ofMillis(200));
        assertThat(drained).isCompleted();
    }

    @Test
    void clientsAreToldToComeBackAtDifferentTimesAndClosed() {
        List<FakeConnection> all = IntStream.range(0, 20)
                .mapToObj(i -> fixture.join("user" + i, "d"))
                .toList();
        CompletableFuture<Void> drained = drain();
        fixture.manual.advance(Duration.ofMillis(200));
        assertThat(drained).isCompleted();
        assertThat(all).allSatisfy(one -> {
            assertThat(one.closed).isEqualTo(CloseCode.GOING_AWAY);
            assertThat(one.events(Event.GoingAway.class)).hasSize(1);
        });
        assertThat(all.stream()
                        .map(one -> one.events(Event.GoingAway.class).get(0).reconnectAfterMs())
                        .distinct())
                .hasSizeGreaterThan(15);
        assertThat(fixture.registry.count()).isZero();
    }

    @Test
    void whatIsUnderWayIsAnsweredFirst() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, send("k1"));
        CompletableFuture<Void> drained = drain();
        fixture.manual.advance(Duration.ofSeconds(2));
        assertThat(ada.closed).isNull();
        assertThat(drained).isNotCompleted();
        fixture.commands.unanswered.get(0).complete(new Result.Done());
        fixture.manual.advance(Duration.ofMillis(500));
        assertThat(ada.replies()).extracting(Frame.Ok::id).containsExactly(1L, 2L);
        assertThat(ada.closed).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(drained).isCompleted();
    }

    @Test
    void whatIsNeverAnsweredDoesNotHoldUpTheDeadline() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, send("k1"));
        CompletableFuture<Void> drained = drain();
        fixture.manual.advance(Duration.ofSeconds(10));
        assertThat(ada.closed).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(drained).isCompleted();
        assertThat(ada.replies()).hasSize(1);
    }

    @Test
    void newSessionsAndRequestsAreRefused() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, send("k1"));
        FakeConnection greeting = fixture.connect();
        CompletableFuture<Void> drained = drain();
        FakeConnection late = fixture.connect();
        fixture.manual.run();
        assertThat(late.closed).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(greeting.closed).isEqualTo(CloseCode.GOING_AWAY);
        ada.send(3, send("k2"));
        assertThat(ada.errors()).containsExactly("shutting_down");
        assertThat(fixture.commands.executed).hasSize(1);
        assertThat(drained).isNotCompleted();
    }

    @Test
    void drainingTwiceIsDrainingOnce() {
        FakeConnection ada = fixture.join("ada", "d1");
        CompletableFuture<Void> once = drain();
        CompletableFuture<Void> again = drain();
        fixture.manual.advance(Duration.ofSeconds(1));
        assertThat(once).isCompleted();
        assertThat(again).isCompleted();
        assertThat(ada.events(Event.GoingAway.class)).hasSize(1);
    }

    private CompletableFuture<Void> drain() {
        return fixture.registry.drain(Duration.ofSeconds(10), Elsewhere.NOWHERE).toCompletableFuture();
    }
}
