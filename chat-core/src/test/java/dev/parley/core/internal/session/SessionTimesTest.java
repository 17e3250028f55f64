package dev.parley.core.internal.session;

import static dev.parley.core.internal.session.SessionFixture.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.runtime.ManualRuntime;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTimesTest {

    private final SessionFixture fixture = new SessionFixture();
    private final ManualRuntime manual = fixture.manual;

    @Test
    void theServerPingsAndAClientThatAnswersStays() {
        FakeConnection ada = fixture.join("ada", "d1");
        int answered = 0;
        for (int second = 0; second < 300; second++) {
            manual.advance(Duration.ofSeconds(1));
            int pings = ada.events(Event.Ping.class).size();
            if (pings > answered) {
                answered = pings;
                ada.send(0, new Command.Pong());
            }
        }
        assertThat(ada.closed).isNull();
        assertThat(answered).isBetween(11, 13);
    }

    @Test
    void silenceForTwiceThePingCloses() {
        FakeConnection ada = fixture.join("ada", "d1");
        manual.advance(Duration.ofSeconds(48));
        assertThat(ada.closed).isNull();
        manual.advance(Duration.ofSeconds(4));
        assertThat(ada.closed).isEqualTo(CloseCode.PING_TIMEOUT);
        assertThat(fixture.registry.count()).isZero();
    }

    @Test
    void silenceIsCountedFromTheLastFrame() {
        FakeConnection ada = fixture.join("ada", "d1");
        manual.advance(Duration.ofSeconds(37));
        ada.send(2, new Command.CountUnread());
        manual.advance(Duration.ofSeconds(48));
        assertThat(ada.closed).isNull();
        manual.advance(Duration.ofSeconds(4));
        assertThat(ada.closed).isEqualTo(CloseCode.PING_TIMEOUT);
    }

    @Test
    void theSessionEndsWithTheToken() {
        fixture.commands.expiresAt = manual.now().plusSeconds(40);
        FakeConnection ada = fixture.join("ada", "d1");
        manual.advance(Duration.ofSeconds(20));
        ada.send(0, new Command.Pong());
        manual.advance(Duration.ofMillis(19_500));
        assertThat(ada.closed).isNull();
        manual.advance(Duration.ofMillis(1_100));
        assertThat(ada.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
    }

    @Test
    void aClockThatStepsMakesNobodyTimeOut() {
        FakeConnection ada = fixture.join("ada", "d1");
        manual.stepClock(Duration.ofHours(2));
        manual.advance(Duration.ofSeconds(20));
        ada.send(0, new Command.Pong());
        manual.stepClock(Duration.ofHours(-5));
        manual.advance(Duration.ofSeconds(48));
        assertThat(ada.closed).isNull();
        manual.advance(Duration.ofSeconds(4));
        assertThat(ada.closed).isEqualTo(CloseCode.PING_TIMEOUT);
    }

    @Test
    void aClockThatStepsBackDoesNotKeepTheHelloWaitingLonger() {
        FakeConnection silent = fixture.connect();
        manual.stepClock(Duration.ofHours(-1));
        manual.advance(Duration.ofSeconds(11));
        assertThat(silent.closed).isEqualTo(CloseCode.HELLO_TIMEOUT);
    }

    @Test
    void allSessionsShareOneScheduledTask() {
        int before = manual.scheduled();
        for (int i = 0; i < 200; i++) {
            fixture.join("user" + i, "d");
        }
        // One of the wheel, one of the leases.
        assertThat(manual.scheduled() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void sessionsThatOpenTogetherDoNotPingTogether() {
        List<FakeConnection> many = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> fixture.join("user" + i, "d"))
                .toList();
        int most = 0;
        long before = 0;
        for (int tick = 0; tick < 60; tick++) {
            manual.advance(Duration.ofMillis(500));
            long pings = many.stream()
                    .mapToLong(one -> one.events(Event.Ping.class).size())
                    .sum();
            most = (int) Math.max(most, pings - before);
            before = pings;
        }
        assertThat(before).isGreaterThanOrEqualTo(200);
        assertThat(most).isLessThan(40);
    }

    @Test
    void commandsAreActivityAndPongsAreNot() {
        FakeConnection ada = fixture.join("ada", "d1");
        manual.advance(Duration.ofSeconds(5));
        ada.send(0, new Command.Pong());
        ada.send(2, new Command.Receipt(SessionFixture.ROOM, 3L, null, false));
        assertThat(lastActiveSecondsAgo()).isEqualTo(5);
        ada.send(3, new Command.Receipt(SessionFixture.ROOM, 3L, 3L, false));
        assertThat(lastActiveSecondsAgo()).isZero();
    }

    private long lastActiveSecondsAgo() {
        var presence = fixture.presence
                .presences(dev.parley.core.Actor.SYSTEM, List.of(ADA))
                .toCompletableFuture()
                .join()
                .get(0);
        var lastActive = presence.lastActiveAt();
        assertThat(lastActive).isNotNull();
        return Duration.between(lastActive, manual.now()).toSeconds();
    }
}
