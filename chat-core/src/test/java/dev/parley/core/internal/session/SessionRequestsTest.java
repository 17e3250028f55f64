package dev.parley.core.internal.session;

import static dev.parley.core.internal.session.SessionFixture.ADA;
import static dev.parley.core.internal.session.SessionFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RateOptions;
import dev.parley.core.SessionOptions;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionRequestsTest {

    private static final Command.Sync SYNC = new Command.Sync(Map.of(), null, null);

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void everyRequestIsAnsweredOnceUnderItsId() {
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(7, send("k1"));
        ada.send(8, new Command.Ping());
        assertThat(ada.replies()).extracting(Frame.Ok::id).containsExactly(1L, 7L, 8L);
    }

    @Test
    void repliesComeAsTheEngineAnswersNotAsItWasAsked() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, send("k1"));
        ada.send(3, send("k2"));
        fixture.commands.unanswered.get(1).complete(new Result.Done());
        fixture.commands.unanswered.get(0).complete(new Result.Done());
        fixture.manual.run();
        assertThat(ada.replies()).extracting(Frame.Ok::id).containsExactly(1L, 3L, 2L);
    }

    @Test
    void aFaultOfTheServerIsTheHostsToHearOfAndNotTheClients() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, send("k1"));
        Throwable fault = new IllegalStateException("table parley_log is missing");
        fixture.commands
                .unanswered
                .get(0)
                .completeExceptionally(
                        new ChatException(ErrorCode.INTERNAL, "the store failed: " + fault.getMessage(), fault));
        fixture.manual.run();
        assertThat(fixture.failures).containsExactly(fault);
        assertThat(ada.received)
                .last()
                .isEqualTo(new Frame.Failed(2, new WireError("internal", "a fault of the server", true, null)));
    }

    @Test
    void theEngineGetsCommandsInTheOrderSentWithoutWaitingForAnswers() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        for (int i = 0; i < 50; i++) {
            ada.session().receive(new Frame.Request(i + 2, send("k" + i)));
        }
        assertThat(fixture.commands.executed)
                .isEqualTo(IntStream.range(0, 50)
                        .mapToObj(i -> (Command) send("k" + i))
                        .toList());
    }

    @Test
    void requestsWithoutAnIdAreDoneAndNotAnswered() {
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(0, send("k1"));
        ada.send(0, new Command.Pong());
        ada.send(0, new Command.Ping());
        assertThat(fixture.commands.executed).containsExactly(send("k1"));
        assertThat(ada.received).hasSize(1);
    }

    @Test
    void requestsWithoutAnIdAlsoCountAsUnderWay() {
        SessionFixture few = new SessionFixture(SessionFixture.bounds(10_000, 5, 2), RateOptions.DEFAULT);
        few.commands.slow = true;
        FakeConnection ada = few.join("ada", "d1");
        ada.send(0, send("k1"));
        ada.send(0, send("k2"));
        ada.send(2, send("k3"));
        assertThat(ada.errors()).containsExactly("overloaded");
        few.commands.unanswered.get(0).complete(new Result.Done());
        ada.send(3, send("k4"));
        assertThat(few.commands.executed).hasSize(3);
    }

    @Test
    void requestsBeyondThoseUnderWayAreOverloadedAndRetryable() {
        SessionFixture few = new SessionFixture(SessionFixture.bounds(10_000, 5, 2), RateOptions.DEFAULT);
        few.commands.slow = true;
        FakeConnection ada = few.join("ada", "d1");
        ada.send(2, send("k1"));
        ada.send(3, send("k2"));
        ada.send(4, send("k3"));
        assertThat(ada.received).last().isInstanceOfSatisfying(Frame.Failed.class, failed -> {
            assertThat(failed.id()).isEqualTo(4);
            assertThat(failed.error().code()).isEqualTo("overloaded");
            assertThat(failed.error().retryable()).isTrue();
        });
        few.commands.unanswered.get(0).complete(new Result.Done());
        few.manual.run();
        ada.send(5, send("k3"));
        assertThat(few.commands.executed).hasSize(3);
    }

    @Test
    void failuresOfTheEngineReachTheClientAsTheyAre() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, send("k1"));
        ada.send(3, send("k2"));
        ChatException gone = new ChatException(ErrorCode.STORE_UNAVAILABLE, "no store");
        fixture.commands.unanswered.get(0).completeExceptionally(new CompletionException(gone));
        fixture.commands.unanswered.get(1).completeExceptionally(new IllegalStateException("secret"));
        fixture.manual.run();
        assertThat(ada.errors()).containsExactly("store_unavailable", "internal");
        assertThat(ada.received.toString()).doesNotContain("secret");
        assertThat(fixture.failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void unreadableFramesAreAnsweredAndTheThirdCloses() {
        FakeConnection ada = fixture.join("ada", "d1");
        WireError bad = WireError.of(new ChatException(ErrorCode.BAD_REQUEST, "not an object"));
        ada.session().receive(new Frame.Unreadable(5, bad));
        ada.session().receive(new Frame.Unreadable(0, bad));
        fixture.manual.run();
        assertThat(ada.closed).isNull();
        ada.session().receive(new Frame.Unreadable(0, bad));
        fixture.manual.run();
        assertThat(ada.errors()).containsExactly("bad_request", "bad_request", "bad_request");
        assertThat(ada.closed).isEqualTo(CloseCode.BAD_FRAME);
    }

    @Test
    void commandsOfALaterVersionAreNoBadFrames() {
        FakeConnection ada = fixture.join("ada", "d1");
        WireError unknown = WireError.of(new ChatException(ErrorCode.UNKNOWN_COMMAND, "no such command"));
        for (int i = 0; i < 5; i++) {
            ada.session().receive(new Frame.Unreadable(i, unknown));
        }
        fixture.manual.run();
        assertThat(ada.errors()).hasSize(5).containsOnly("unknown_command");
        assertThat(ada.closed).isNull();
    }

    @Test
    void aSyncIsAnsweredThenTheBacklogThenItsEnd() {
        Event hint = new Event.Hint(SessionFixture.ROOM, 3);
        fixture.commands.backlog = CompletableFuture.completedFuture(List.of(hint, new Event.SyncDone(true)));
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, SYNC);
        assertThat(ada.received.subList(1, 4))
                .containsExactly(
                        new Frame.Ok(2, new Result.Done()),
                        new Frame.Pushed(hint),
                        new Frame.Pushed(new Event.SyncDone(true)));
    }

    @Test
    void whatHappensDuringASyncIsDeliveredToo() {
        fixture.commands.backlog = new CompletableFuture<>();
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, SYNC);
        fixture.deliver(9);
        fixture.commands.backlog.complete(List.of(new Event.SyncDone(false)));
        fixture.deliver(10);
        fixture.manual.run();
        assertThat(ada.events(Event.Appended.class))
                .extracting(event -> event.entry().seq())
                .containsExactly(9L, 10L);
        assertThat(ada.events(Event.SyncDone.class)).hasSize(1);
    }

    @Test
    void aSecondSyncWhileOneIsUnderWayIsOverloaded() {
        fixture.commands.backlog = new CompletableFuture<>();
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, SYNC);
        ada.send(3, SYNC);
        assertThat(ada.errors()).containsExactly("overloaded");
        fixture.commands.backlog.complete(List.of(new Event.SyncDone(false)));
        fixture.manual.run();
        ada.send(4, SYNC);
        assertThat(ada.events(Event.SyncDone.class)).hasSize(2);
    }

    @Test
    void aFailedSyncIsAnErrorAndMayBeTriedAgain() {
        fixture.commands.backlog =
                CompletableFuture.failedFuture(new ChatException(ErrorCode.STORE_UNAVAILABLE, "no store"));
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, SYNC);
        assertThat(ada.errors()).containsExactly("store_unavailable");
        fixture.commands.backlog = CompletableFuture.completedFuture(List.of(new Event.SyncDone(false)));
        ada.send(3, SYNC);
        assertThat(ada.events(Event.SyncDone.class)).hasSize(1);
    }

    @Test
    void aThousandRequestsAreLimitedThenCloseAndHurtNobodyElse() {
        RateOptions rates = new RateOptions(1_000, 1_000, 10, 20, 100);
        SessionFixture strict = new SessionFixture(SessionOptions.DEFAULT, rates);
        FakeConnection flood = strict.join("ada", "d1");
        FakeConnection bob = strict.join("bob", "d1");
        for (int i = 0; i < 1_000; i++) {
            flood.session().receive(new Frame.Request(i + 2, send("k" + i)));
        }
        bob.send(2, send("b"));
        assertThat(strict.commands.executed).hasSize(20);
        assertThat(flood.errors()).hasSizeLessThanOrEqualTo(100).containsOnly("rate_limited");
        assertThat(flood.closed).isEqualTo(CloseCode.RATE_LIMITED);
        assertThat(bob.replies()).hasSize(2);
        assertThat(bob.closed).isNull();
    }

    @Test
    void aRefusalSaysWhenToComeBackAndThenIsTrue() {
        RateOptions rates = new RateOptions(1_000, 1_000, 10, 2, 100);
        SessionFixture strict = new SessionFixture(SessionOptions.DEFAULT, rates);
        FakeConnection ada = strict.join("ada", "d1");
        ada.send(2, send("k1"));
        ada.send(3, send("k2"));
        assertThat(ada.received)
                .last()
                .isInstanceOfSatisfying(
                        Frame.Failed.class,
                        failed -> assertThat(failed.error().retryAfterMs()).isEqualTo(100));
        strict.manual.advance(Duration.ofMillis(100));
        ada.send(4, send("k2"));
        assertThat(strict.commands.executed).hasSize(2);
    }

    @Test
    void writesOfAUserCountOverAllSessionsAndReadsDoNot() {
        RateOptions rates = new RateOptions(1, 3, 1_000, 1_000, 100);
        SessionFixture strict = new SessionFixture(SessionOptions.DEFAULT, rates);
        FakeConnection one = strict.join("ada", "d1");
        FakeConnection two = strict.join("ada", "d2");
        one.send(2, send("k1"));
        one.send(3, send("k2"));
        two.send(2, send("k3"));
        two.send(3, send("k4"));
        two.send(4, new Command.CountUnread());
        assertThat(two.errors()).containsExactly("rate_limited");
        assertThat(strict.commands.executed).hasSize(4);
        FakeConnection bob = strict.join("bob", "d1");
        bob.send(2, send("b"));
        assertThat(bob.errors()).isEmpty();
    }

    @Test
    void strikesAreForgivenByARequestThatWasAllowed() {
        RateOptions rates = new RateOptions(1_000, 1_000, 10, 1, 3);
        SessionFixture strict = new SessionFixture(SessionOptions.DEFAULT, rates);
        FakeConnection ada = strict.join("ada", "d1");
        for (int i = 0; i < 5; i++) {
            strict.manual.advance(Duration.ofMillis(100));
            ada.send(10L * i + 2, send("a" + i));
            ada.send(10L * i + 3, send("b" + i));
            ada.send(10L * i + 4, send("c" + i));
        }
        assertThat(ada.errors()).hasSize(10);
        assertThat(ada.closed).isNull();
    }

    @Test
    void aWatchIsAnsweredAndChangesFollow() {
        FakeConnection ada = fixture.join("ada", "d1");
        fixture.hidden.add(new UserId("eve"));
        fixture.join("eve", "d1");
        ada.send(2, new Command.Watch(List.of(new UserId("bob"), new UserId("eve"))));
        Result.Presences first = (Result.Presences) ada.replies().get(1).result();
        assertThat(first.presences()).extracting(presence -> presence.online()).containsExactly(false, false);
        fixture.join("bob", "d1");
        fixture.manual.run();
        assertThat(ada.events(Event.PresenceChanged.class)).singleElement().satisfies(event -> {
            assertThat(event.presence().user()).isEqualTo(new UserId("bob"));
            assertThat(event.presence().online()).isTrue();
        });
    }

    @Test
    void aWatchBeyondTheLimitIsRefused() {
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, new Command.Watch(List.of(new UserId("a"), new UserId("b"), new UserId("c"), new UserId("d"))));
        assertThat(ada.errors()).containsExactly("limit_exceeded");
    }

    @Test
    void aClosedSessionWatchesNobodyAndItsTypingEnds() {
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, new Command.Watch(List.of(new UserId("bob"))));
        fixture.typing.started(SessionFixture.ROOM, ADA, new dev.parley.model.DeviceId("d1"));
        int tasks = ada.tasks;
        ada.session().disconnected();
        fixture.join("bob", "d1");
        assertThat(ada.tasks).isEqualTo(tasks);
        assertThat(fixture.typingEnded).containsExactly(ADA);
    }

    @Test
    void answersToASessionThatIsGoneAreDropped() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, send("k1"));
        ada.session().disconnected();
        fixture.commands.unanswered.get(0).complete(new Result.Done());
        fixture.index.deliver(List.of(ADA), Delivery.of(new Event.Ping()));
        fixture.manual.run();
        assertThat(ada.received).hasSize(1);
    }
}
