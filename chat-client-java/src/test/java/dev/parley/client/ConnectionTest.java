package dev.parley.client;

import static dev.parley.client.fake.World.BOB;
import static dev.parley.client.fake.World.C1;
import static dev.parley.client.fake.World.synced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ConnectionState.Phase;
import dev.parley.client.fake.World;
import dev.parley.client.internal.session.Backoff;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.view.Presence;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {

    private final InMemoryClientStore store = new InMemoryClientStore();
    private final World world = new World(store, ClientOptions.DEFAULT);

    @Test
    void theFirstFrameSaysWhoItIs() {
        world.client.start();
        world.loop.run();
        world.server.accept();
        Command.Hello hello = world.server.next(Command.Hello.class).command();
        assertThat(hello.token()).isEqualTo("token0");
        assertThat(hello.device()).isEqualTo(World.DEVICE);
        assertThat(hello.client()).startsWith("parley-java/");
    }

    @Test
    void backoffHasFullJitterUnderADoublingCeiling() {
        Backoff backoff = new Backoff(new Random(3));
        for (int attempt = 0; attempt < 12; attempt++) {
            long ceiling = Math.min(20_000, 500L << Math.min(attempt, 10));
            long highest = 0;
            long lowest = Long.MAX_VALUE;
            for (int i = 0; i < 2_000; i++) {
                long delay = backoff.delayMs(attempt);
                highest = Math.max(highest, delay);
                lowest = Math.min(lowest, delay);
            }
            assertThat(highest).isBetween(ceiling * 9 / 10, ceiling);
            assertThat(lowest).isBetween(0L, ceiling / 10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1006, 1011, 4000, 4001, 4002, 4003, 4005, 4006, 4007, 4008, 4499})
    void aCodeThatMeansComeBackMakesTheClientComeBack(int code) {
        world.goLive();
        world.server.drop(code);
        assertThat(world.client.state().phase()).isEqualTo(Phase.WAITING);
        world.catchUp(world.comeBack());
        assertThat(world.client.state().phase()).isEqualTo(Phase.LIVE);
        assertThat(world.tokens).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {4500, 4501, 4502, 4503, 4999})
    void aTerminalCodeStopsTheClient(int code) {
        world.goLive();
        world.server.drop(code);
        assertThat(world.client.state().phase()).isEqualTo(Phase.STOPPED);
        assertThat(world.client.state().closeCode())
                .isEqualTo(CloseCode.of(code).orElse(null));
        world.loop.advance(120_000);
        assertThat(world.server.attempts()).isEqualTo(1);
    }

    @Test
    void aTokenThatExpiredIsFetchedAnew() {
        world.goLive();
        world.server.drop(4004);
        world.comeBack();
        assertThat(world.tokens).isEqualTo(2);
    }

    @Test
    void aHelloThatIsRefusedForGoodStopsTheClient() {
        world.client.start();
        world.loop.run();
        world.server.accept();
        world.server.fail(world.server.next(Command.Hello.class), "unauthenticated", false, null);
        world.loop.advance(120_000); // also when the server does not close
        assertThat(world.server.attempts()).isEqualTo(1);
        assertThat(world.client.state().phase()).isEqualTo(Phase.STOPPED);
        assertThat(world.client.state().closeCode()).isEqualTo(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void aHelloWithAnExpiredTokenIsTriedWithANewOne() {
        world.client.start();
        world.loop.run();
        world.server.accept();
        world.server.fail(world.server.next(Command.Hello.class), "token_expired", false, null);
        world.loop.advance(20_000);
        world.server.accept();
        assertThat(world.server.next(Command.Hello.class).command().token()).isEqualTo("token1");
    }

    @Test
    void aHelloForWhichThereIsNoRoomIsTriedAgainWhenTheServerSays() {
        world.client.start();
        world.loop.run();
        world.server.accept();
        world.server.fail(world.server.next(Command.Hello.class), "overloaded", true, 7_000L);
        world.server.drop(4003);
        world.loop.advance(6_999);
        assertThat(world.server.attempts()).isEqualTo(1);
        world.loop.advance(1);
        assertThat(world.server.attempts()).isEqualTo(2);
    }

    @Test
    void goingAwaySaysWhenToComeBack() {
        world.goLive();
        world.server.push(new Event.GoingAway(7_000));
        world.server.drop(4000);
        world.loop.advance(6_999);
        assertThat(world.server.attempts()).isEqualTo(1);
        world.loop.advance(1);
        assertThat(world.server.attempts()).isEqualTo(2);
    }

    @Test
    void refusedConnectionsAreTriedForeverAndFurtherApart() {
        world.client.start();
        world.loop.run();
        for (int i = 1; i < 50; i++) {
            assertThat(world.server.attempts()).isEqualTo(i);
            world.server.drop(1006);
            world.loop.advance(20_000);
        }
    }

    @Test
    void aPingIsAnswered() {
        world.goLive();
        world.server.push(new Event.Ping());
        assertThat(world.server.waiting()).contains(new Command.Pong());
    }

    @Test
    void silenceEndsTheConnection() {
        world.goLive();
        world.loop.advance(40_000);
        world.server.push(new Event.Ping());
        world.loop.advance(49_999);
        assertThat(world.server.open()).isTrue();
        world.loop.advance(1);
        assertThat(world.server.open()).isFalse();
        assertThat(world.heard).contains("state WAITING");
    }

    @Test
    void aConnectionThatNeverSignsInIsGivenUp() {
        world.client.start();
        world.loop.run();
        world.server.accept();
        world.loop.advance(20_000);
        assertThat(world.server.open()).isFalse();
        world.loop.advance(20_000);
        assertThat(world.server.attempts()).isEqualTo(2);
    }

    @Test
    void bytesThatAreNoFrameEndTheConnection() {
        world.goLive();
        world.server.garble();
        assertThat(world.server.open()).isFalse();
        world.catchUp(world.comeBack());
        assertThat(world.client.state().phase()).isEqualTo(Phase.LIVE);
    }

    @Test
    void aSyncThatFailsOrNeverEndsIsTriedOnAnotherConnection() {
        world.server.fail(world.signIn(), "store_unavailable", true, null);
        var second = world.comeBack();
        world.server.answer(second, new Result.Done());
        for (int i = 0; i < 3; i++) {
            world.loop.advance(20_000);
            if (i < 2) {
                world.server.push(new Event.Ping());
            }
        }
        assertThat(world.server.open()).isFalse();
        world.catchUp(world.comeBack());
        assertThat(world.client.state().phase()).isEqualTo(Phase.LIVE);
    }

    @Test
    void aStoreOfAnotherUserIsNeverSentAsThisOne() {
        world.client.messages().send(C1, MessageBody.text("by ada"));
        world.goLive();
        world.client.close();
        World other = new World(store, ClientOptions.DEFAULT);
        other.user = BOB;
        other.client.start();
        other.loop.run();
        other.server.accept();
        other.server.answer(
                other.server.next(Command.Hello.class),
                new Result.Welcome(BOB, World.DEVICE, java.time.Instant.EPOCH, 25_000, java.util.Map.of(), List.of()));
        assertThat(other.client.state().phase()).isEqualTo(Phase.STOPPED);
        assertThat(other.server.waiting()).isEmpty();
        assertThat(other.client.messages().unsent()).hasSize(1);
    }

    @Test
    void aRevokedDeviceForgetsItsData() {
        world.goLive(synced(C1, 1, 3));
        Sending sending = world.client.messages().send(C1, MessageBody.text("x"));
        world.loop.run();
        world.server.drop(4503);
        assertThat(world.client.conversations().list()).isEmpty();
        assertThat(store.open().cache()).isEmpty();
        assertThat(store.open().outbox()).isEmpty();
        assertThat(sending.outcome().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aDeviceThatWasRevokedWhileItWasAwayForgetsItsData() {
        world.goLive(synced(C1, 1, 3));
        world.server.drop(1006);
        world.loop.advance(20_000);
        world.server.accept();
        world.server.fail(world.server.next(Command.Hello.class), "forbidden", false, null);
        world.server.drop(4503);
        assertThat(world.client.state().closeCode()).isEqualTo(CloseCode.DEVICE_REVOKED);
        assertThat(world.client.conversations().list()).isEmpty();
        assertThat(store.open().cache()).isEmpty();
    }

    @Test
    void aRequestOutlivesAConnectionAndIsAskedOnceMore() {
        world.goLive();
        var unread = world.client.conversations().unread().toCompletableFuture();
        world.server.next(Command.CountUnread.class);
        world.server.drop(1006);
        world.loop.advance(500);
        world.catchUp(world.welcome());
        Result.UnreadIs answer = new Result.UnreadIs(new dev.parley.view.Unread(3, 1, false), 2);
        world.server.answer(world.server.next(Command.CountUnread.class), answer);
        assertThat(unread).isCompletedWithValue(answer);
    }

    @Test
    void aRequestWithoutAnAnswerEndsAfterItsTime() {
        var unread = world.client.conversations().unread().toCompletableFuture();
        world.loop.advance(30_000);
        assertThat(unread).isCompletedExceptionally();
        ChatException failure =
                unread.handle((result, thrown) -> (ChatException) thrown).join();
        assertThat(failure.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void watchedUsersAreWatchedOnEveryConnection() {
        world.goLive();
        world.client.account().watch(Set.of(BOB));
        world.server.answer(
                world.server.next(Command.Watch.class), new Result.Presences(List.of(new Presence(BOB, true, null))));
        assertThat(world.heard).contains("online bob");
        world.server.push(new Event.PresenceChanged(new Presence(BOB, false, null)));
        world.server.push(new Event.PresenceChanged(new Presence(new UserId("eve"), true, null)));
        assertThat(world.heard).contains("offline bob").doesNotContain("online eve");
        world.server.drop(1006);
        assertThat(world.client.account().presence(BOB)).isEmpty();
        world.catchUp(world.comeBack());
        assertThat(world.server.next(Command.Watch.class).command().users()).containsExactly(BOB);
    }

    @Test
    void typingIsSaidEveryFourSecondsAndEndsByItself() {
        world.goLive();
        world.client.conversations().typing(C1, true);
        world.client.conversations().typing(C1, true);
        world.server.next(Command.Typing.class);
        assertThat(world.server.waiting()).isEmpty();
        world.loop.advance(4_000);
        world.client.conversations().typing(C1, true);
        world.server.next(Command.Typing.class);
        world.server.push(new Event.TypingChanged(C1, BOB, true, 6_000));
        world.server.push(new Event.TypingChanged(C1, BOB, true, 6_000));
        assertThat(world.heard).containsOnlyOnce("typing c.1 bob");
        world.loop.advance(6_000);
        assertThat(world.heard).endsWith("silent c.1 bob");
    }

    @Test
    void aListenerMayCloseTheClient() {
        world.client.addListener(new ClientListener() {
            @Override
            public void connectionChanged(ConnectionState state) {
                if (state.phase() == Phase.SYNCING) {
                    world.client.close();
                }
            }
        });
        world.client.start();
        world.loop.run();
        world.server.accept();
        world.server.answer(
                world.server.next(Command.Hello.class),
                new Result.Welcome(
                        World.ADA, World.DEVICE, java.time.Instant.EPOCH, 25_000, java.util.Map.of(), List.of()));
        assertThat(world.client.state().phase()).isEqualTo(Phase.STOPPED);
        assertThat(world.server.open()).isFalse();
        assertThat(world.failures).isEmpty();
    }
}
