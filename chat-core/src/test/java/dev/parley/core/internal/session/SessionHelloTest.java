package dev.parley.core.internal.session;

import static dev.parley.core.internal.session.SessionFixture.ADA;
import static dev.parley.core.internal.session.SessionFixture.hello;
import static dev.parley.core.internal.session.SessionFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RateOptions;
import dev.parley.core.host.Authenticator.Identity;
import dev.parley.core.spi.state.DeviceStore.Registration;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SessionHelloTest {

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void helloIsWelcomedWithUserDeviceTimeAndLimits() {
        FakeConnection ada = fixture.join("ada", "d1");
        assertThat(ada.received).singleElement().isInstanceOfSatisfying(Frame.Ok.class, ok -> {
            assertThat(ok.id()).isEqualTo(1);
            Result.Welcome welcome = (Result.Welcome) ok.result();
            assertThat(welcome.user()).isEqualTo(ADA);
            assertThat(welcome.device()).isEqualTo(new DeviceId("d1"));
            assertThat(welcome.time()).isEqualTo(fixture.manual.now());
            assertThat(welcome.pingMs()).isEqualTo(25_000);
            assertThat(welcome.limits()).containsEntry("text", 100_000L);
        });
        assertThat(fixture.registry.count()).isEqualTo(1);
        assertThat(fixture.index.connected(ADA)).isTrue();
        assertThat(fixture.heard).containsExactly("+ada/d1");
        assertThat(fixture.commands.registered)
                .singleElement()
                .satisfies(device -> assertThat(device.name()).isEqualTo("a device"));
    }

    @Test
    void theTokenMayComeFromTheConnection() {
        FakeConnection ada = fixture.connect();
        ada.token = "ada";
        ada.send(1, new Command.Hello(null, new DeviceId("d1"), "", "test", List.of()));
        assertThat(ada.replies()).hasSize(1);
    }

    @Test
    void aHelloWithoutAnIdIsRefusedSinceItsWelcomeWouldBeNoReply() {
        FakeConnection ada = fixture.connect();
        ada.send(0, hello("ada", "d1"));
        assertThat(ada.errors()).containsExactly("bad_request");
        assertThat(fixture.commands.registered).isEmpty();
        ada.send(2, hello("ada", "d1"));
        assertThat(ada.replies()).hasSize(1);
    }

    @Test
    void noHelloInTimeClosesCountedFromTheAccept() {
        FakeConnection slow = new FakeConnection(fixture.manual);
        slow.session =
                fixture.registry.open(slow, fixture.manual.now().minusSeconds(7).toEpochMilli());
        fixture.manual.advance(Duration.ofMillis(2_900));
        assertThat(slow.closed).isNull();
        fixture.manual.advance(Duration.ofMillis(700));
        assertThat(slow.closed).isEqualTo(CloseCode.HELLO_TIMEOUT);
    }

    @Test
    void otherFramesDoNotPutOffTheHelloTimeout() {
        FakeConnection chatty = fixture.connect();
        for (int i = 0; i < 11 && chatty.closed == null; i++) {
            chatty.send(i + 1, new Command.Ping());
            fixture.manual.advance(Duration.ofSeconds(1));
        }
        assertThat(chatty.closed).isEqualTo(CloseCode.HELLO_TIMEOUT);
    }

    @Test
    void aHelloThatNobodyAnswersEndsToo() {
        fixture.commands.identity = new CompletableFuture<>();
        FakeConnection waiting = fixture.join("ada", "d1");
        fixture.manual.advance(Duration.ofSeconds(15));
        assertThat(waiting.closed).isNull();
        fixture.manual.advance(Duration.ofSeconds(7));
        assertThat(waiting.closed).isEqualTo(CloseCode.OVERLOADED);
        fixture.commands.identity.complete(new Identity(ADA, null));
        fixture.manual.run();
        assertThat(fixture.registry.count()).isZero();
    }

    @Test
    void everythingBeforeHelloIsUnauthenticated() {
        FakeConnection rude = fixture.connect();
        rude.send(3, send("k1"));
        assertThat(rude.errors()).containsExactly("unauthenticated");
        assertThat(fixture.commands.executed).isEmpty();
        assertThat(rude.closed).isNull();
        rude.send(4, hello("ada", "d1"));
        assertThat(rude.replies()).hasSize(1);
    }

    @Test
    void requestsSentRightAfterHelloWaitForTheWelcome() {
        fixture.commands.identity = new CompletableFuture<>();
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, send("k1"));
        ada.send(3, send("k2"));
        assertThat(ada.received).isEmpty();
        fixture.commands.identity.complete(new Identity(ADA, null));
        fixture.manual.run();
        assertThat(ada.replies()).extracting(Frame.Ok::id).containsExactly(1L, 2L, 3L);
        assertThat(fixture.commands.executed).containsExactly(send("k1"), send("k2"));
    }

    @Test
    void credentialsThatWereNeverValidCloseForGood() {
        FakeConnection nobody = fixture.join("", "d1");
        assertThat(nobody.errors()).containsExactly("unauthenticated");
        assertThat(nobody.closed).isEqualTo(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void anExpiredTokenClosesWithTheCodeThatAsksForANewOne() {
        FakeConnection late = fixture.join("old", "d1");
        assertThat(late.errors()).containsExactly("token_expired");
        assertThat(late.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
    }

    @Test
    void aBrokenAuthenticatorIsTheHostsToHearOfAndInternalToTheClient() {
        FakeConnection unlucky = fixture.join("broken", "d1");
        assertThat(unlucky.errors()).containsExactly("internal");
        assertThat(unlucky.closed).isEqualTo(CloseCode.INTERNAL);
        assertThat(fixture.failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nobodyConnectsAsTheSystem() {
        FakeConnection impostor = fixture.join(UserId.SYSTEM.value(), "d1");
        assertThat(impostor.closed).isEqualTo(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void aRevokedDeviceIsToldSo() {
        fixture.commands.registration = Registration.REVOKED;
        FakeConnection stolen = fixture.join("ada", "d1");
        assertThat(stolen.closed).isEqualTo(CloseCode.DEVICE_REVOKED);
        assertThat(fixture.registry.count()).isZero();
    }

    @Test
    void aDeviceThatIsRevokedAfterItWasRegisteredGetsNoSession() {
        FakeConnection other = fixture.join("ada", "d2");
        fixture.commands.registering = new CompletableFuture<>();
        FakeConnection stolen = fixture.join("ada", "d1");
        fixture.commands.registering.complete(Registration.REGISTERED);
        fixture.index.end(ADA, new DeviceId("d1"), CloseCode.DEVICE_REVOKED);
        fixture.manual.run();
        fixture.deliver(1);
        fixture.manual.run();
        assertThat(stolen.closed).isEqualTo(CloseCode.DEVICE_REVOKED);
        assertThat(stolen.received).isEmpty();
        assertThat(other.closed).isNull();
        assertThat(other.events(Event.Appended.class)).hasSize(1);
        assertThat(fixture.registry.count()).isEqualTo(1);
    }

    @Test
    void whoLeavesWhileTheDeviceIsRegisteredLeavesNothingBehind() {
        fixture.commands.registering = new CompletableFuture<>();
        FakeConnection gone = fixture.join("ada", "d1");
        gone.session().disconnected();
        fixture.commands.registering.complete(Registration.REGISTERED);
        fixture.manual.run();
        assertThat(fixture.registry.count()).isZero();
        assertThat(fixture.index.arriving()).isZero();
    }

    @Test
    void tooManyDevicesAreRefused() {
        fixture.commands.registration = Registration.TOO_MANY;
        FakeConnection another = fixture.join("ada", "d1");
        assertThat(another.errors()).containsExactly("limit_exceeded");
        assertThat(another.closed).isEqualTo(CloseCode.TOO_MANY_CONNECTIONS);
    }

    @Test
    void aUserHasNoMoreConnectionsThanAllowed() {
        SessionFixture few = new SessionFixture(SessionFixture.bounds(10_000, 2, 10), RateOptions.DEFAULT);
        few.join("ada", "d1");
        FakeConnection second = few.join("ada", "d2");
        FakeConnection third = few.join("ada", "d3");
        assertThat(third.closed).isEqualTo(CloseCode.TOO_MANY_CONNECTIONS);
        assertThat(few.join("bob", "d1").closed).isNull();
        second.session().disconnected();
        assertThat(few.join("ada", "d3").closed).isNull();
        assertThat(few.registry.count()).isEqualTo(3);
    }

    @Test
    void theSameDeviceConnectingAgainDisplacesTheOlderSession() {
        FakeConnection old = fixture.join("ada", "d1");
        FakeConnection other = fixture.join("ada", "d2");
        FakeConnection fresh = fixture.join("ada", "d1");
        assertThat(old.closed).isEqualTo(CloseCode.DISPLACED);
        assertThat(other.closed).isNull();
        fixture.deliver(1);
        fixture.manual.run();
        assertThat(old.events()).isEmpty();
        assertThat(fresh.events(Event.Appended.class)).hasSize(1);
        assertThat(fixture.registry.count()).isEqualTo(2);
    }

    @Test
    void ofTwoSessionsOfADeviceTheOneStaysThatRegisteredLastWhicheverOpensFirst() {
        fixture.commands.registering = new CompletableFuture<>();
        FakeConnection old = fixture.join("ada", "d1");
        CompletableFuture<Registration> late = fixture.commands.registering;
        fixture.commands.registering = null;
        FakeConnection fresh = fixture.join("ada", "d1");
        late.complete(Registration.REGISTERED);
        fixture.manual.run();
        assertThat(old.closed).isEqualTo(CloseCode.DISPLACED);
        assertThat(old.received).isEmpty();
        assertThat(fresh.closed).isNull();
        assertThat(fixture.registry.count()).isEqualTo(1);
        assertThat(fixture.index.arriving()).isZero();
        assertThat(fixture.heard).containsExactly("+ada/d1");
    }

    @Test
    void aSessionGivesWayToALaterOneElsewhereAndNotToAnEarlierOne() {
        FakeConnection ada = fixture.join("ada", "d1");
        FakeConnection other = fixture.join("ada", "d2");
        fixture.index.displace(ADA, new DeviceId("d1"), Instant.ofEpochSecond(1));
        fixture.index.displace(ADA, new DeviceId("d1"), Instant.EPOCH);
        fixture.manual.run();
        assertThat(ada.closed).isNull();
        fixture.index.displace(ADA, new DeviceId("d1"), Instant.ofEpochSecond(1).plusMillis(1));
        fixture.deliver(1);
        fixture.manual.run();
        assertThat(ada.closed).isEqualTo(CloseCode.DISPLACED);
        assertThat(ada.events()).isEmpty();
        assertThat(other.closed).isNull();
        assertThat(fixture.registry.count()).isEqualTo(1);
    }

    @Test
    void aSessionThatIsStillComingInGivesWayToALaterOneElsewhere() {
        fixture.commands.registering = new CompletableFuture<>();
        FakeConnection older = fixture.join("ada", "d1");
        FakeConnection newer = fixture.join("bob", "d1");
        fixture.index.displace(ADA, new DeviceId("d1"), Instant.ofEpochSecond(2));
        fixture.index.displace(new UserId("bob"), new DeviceId("d1"), Instant.ofEpochSecond(1));
        fixture.commands.registering.complete(Registration.REGISTERED);
        fixture.manual.run();
        assertThat(older.closed).isEqualTo(CloseCode.DISPLACED);
        assertThat(newer.closed).isNull();
        assertThat(fixture.registry.count()).isEqualTo(1);
        assertThat(fixture.index.arriving()).isZero();
    }

    @Test
    void aDeviceThatWasRevokedElsewhereUnheardOfIsFoundOut() {
        fixture.registry.checkDevices(Duration.ofSeconds(30));
        List<FakeConnection> all = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            all.add(fixture.join("user" + i, "d1"));
        }
        FakeConnection laptop = fixture.join("user1099", "d2");
        fixture.commands.revoked.add(new UserDevice(new UserId("user3"), new DeviceId("d1")));
        fixture.commands.revoked.add(new UserDevice(new UserId("user1099"), new DeviceId("d1")));
        fixture.manual.advance(Duration.ofSeconds(30));
        assertThat(all.stream().filter(one -> one.closed != null)).containsExactly(all.get(3), all.get(1099));
        assertThat(all.get(3).closed).isEqualTo(CloseCode.DEVICE_REVOKED);
        assertThat(laptop.closed).isNull();
    }

    @Test
    void whileTheStoreDoesNotAnswerSessionsGoOnAndItIsAskedAgain() {
        fixture.registry.checkDevices(Duration.ofSeconds(30));
        FakeConnection stolen = fixture.join("ada", "d1");
        fixture.commands.revoked.add(new UserDevice(ADA, new DeviceId("d1")));
        fixture.commands.outage = new ChatException(ErrorCode.STORE_UNAVAILABLE, "no store");
        fixture.manual.advance(Duration.ofSeconds(30));
        stolen.send(0, new Command.Pong());
        fixture.manual.advance(Duration.ofSeconds(30));
        assertThat(stolen.closed).isNull();
        assertThat(fixture.failures).hasSize(1);
        fixture.commands.outage = null;
        stolen.send(0, new Command.Pong());
        fixture.manual.advance(Duration.ofSeconds(30));
        assertThat(stolen.closed).isEqualTo(CloseCode.DEVICE_REVOKED);
    }

    @Test
    void displacingCountsAsOneConnection() {
        SessionFixture one = new SessionFixture(SessionFixture.bounds(10_000, 1, 10), RateOptions.DEFAULT);
        one.join("ada", "d1");
        assertThat(one.join("ada", "d1").closed).isNull();
        assertThat(one.registry.count()).isEqualTo(1);
    }

    @Test
    void aSecondHelloIsRefusedAndHarmless() {
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, hello("bob", "d1"));
        assertThat(ada.errors()).containsExactly("bad_request");
        assertThat(ada.closed).isNull();
    }

    @Test
    void aDeviceNameThatIsTooLongIsABadRequest() {
        FakeConnection ada = fixture.connect();
        ada.send(1, new Command.Hello("ada", new DeviceId("d1"), "x".repeat(101), "test", List.of()));
        assertThat(ada.errors()).containsExactly("bad_request");
    }

    @Test
    void anEndedDeviceHearsNothingMore() {
        FakeConnection ada = fixture.join("ada", "d1");
        FakeConnection other = fixture.join("ada", "d2");
        fixture.index.end(ADA, new DeviceId("d1"), CloseCode.DEVICE_REVOKED);
        fixture.deliver(1);
        fixture.manual.run();
        assertThat(ada.closed).isEqualTo(CloseCode.DEVICE_REVOKED);
        assertThat(ada.events()).isEmpty();
        assertThat(other.events(Event.Appended.class)).hasSize(1);
        assertThat(fixture.heard).containsExactly("+ada/d1", "+ada/d2", "-ada/d1");
    }

    @Test
    void aClosedConnectionLeavesNothingBehind() {
        FakeConnection ada = fixture.join("ada", "d1");
        ada.session().disconnected();
        ada.session().disconnected();
        assertThat(fixture.registry.count()).isZero();
        assertThat(fixture.index.connected(ADA)).isFalse();
        assertThat(fixture.heard).containsExactly("+ada/d1", "-ada/d1");
        fixture.manual.advance(Duration.ofMinutes(3));
        assertThat(fixture.manual.scheduled()).isZero();
    }
}
