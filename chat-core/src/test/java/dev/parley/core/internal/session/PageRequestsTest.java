package dev.parley.core.internal.session;

import static dev.parley.core.internal.session.SessionFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.AdmissionOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.internal.discovery.Elsewhere;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Requests that are answered with pages, here of 9,000 bytes where 10,000 may wait. */
class PageRequestsTest {

    private static final Command PAGE = new Command.Inbox(null, null);
    private static final Command.Sync SYNC = new Command.Sync(Map.of(), null, null);
    private static final Command CREATE =
            new Command.Create("k", ConversationKind.GROUP, "Trip", HistoryPolicy.JOINED, List.of());

    private final SessionFixture fixture =
            new SessionFixture(SessionFixture.bounds(10_000, 5, 256), RateOptions.DEFAULT);

    PageRequestsTest() {
        fixture.commands.result = command -> command instanceof Command.Inbox
                ? new Result.InboxPage(List.of(), "x".repeat(9_000))
                : new Result.Done();
    }

    @Test
    void whoAsksForManyPagesAndReadsNoneHoldsNoMoreThanTheLimitAndOnePage() {
        FakeConnection ada = blocked();
        ask(ada, 255);
        assertThat(fixture.commands.executed).hasSize(2);
        assertThat(ada.closed).isNull();
    }

    @Test
    void allPagesAreAnsweredInOrderAsTheClientReads() {
        FakeConnection ada = blocked();
        ask(ada, 255);
        for (int i = 0; i < 255; i++) {
            assertThat(fixture.commands.executed.size()).isLessThanOrEqualTo(i + 2);
            ada.reads(1);
        }
        assertThat(ada.errors()).isEmpty();
        assertThat(ids(ada)).containsExactlyElementsOf(upTo(1, 256));
    }

    @Test
    void whoReadsGetsAllPagesAtOnce() {
        FakeConnection ada = fixture.join("ada", "d1");
        ask(ada, 255);
        assertThat(ids(ada)).containsExactlyElementsOf(upTo(1, 256));
    }

    @Test
    void theNextPageIsNotMadeBeforeItIsKnownHowLargeTheOneBeforeIs() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        ask(ada, 3);
        assertThat(fixture.commands.executed).hasSize(1);
        fixture.commands.unanswered.get(0).complete(new Result.Done());
        fixture.manual.run();
        assertThat(fixture.commands.executed).hasSize(2);
    }

    @Test
    void aPageThatFailsOrThatNobodyWantsMakesRoomForTheNext() {
        fixture.commands.slow = true;
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, PAGE);
        ada.send(0, PAGE);
        ada.send(4, PAGE);
        fixture.commands
                .unanswered
                .get(0)
                .completeExceptionally(new ChatException(ErrorCode.STORE_UNAVAILABLE, "no store"));
        fixture.manual.run();
        fixture.commands.unanswered.get(1).complete(new Result.Done());
        fixture.manual.run();
        fixture.commands.unanswered.get(2).complete(new Result.Done());
        fixture.manual.run();
        assertThat(ada.errors()).containsExactly("store_unavailable");
        assertThat(ids(ada)).containsExactly(1L, 4L);
    }

    @Test
    void whatIsAnsweredShortlyPassesThePagesThatWait() {
        FakeConnection ada = blocked();
        ask(ada, 100);
        ada.send(200, send("k1"));
        assertThat(fixture.commands.executed).hasSize(3).last().isEqualTo(send("k1"));
        ada.reads(Integer.MAX_VALUE);
        assertThat(ada.errors()).isEmpty();
        assertThat(ids(ada)).contains(200L).hasSize(102);
    }

    @Test
    void nothingOvertakesAWriteThatWaits() {
        FakeConnection ada = blocked();
        ask(ada, 2);
        ada.send(4, CREATE);
        ada.send(5, send("k1"));
        assertThat(fixture.commands.executed).containsExactly(PAGE, PAGE);
        ada.reads(Integer.MAX_VALUE);
        assertThat(fixture.commands.executed).containsExactly(PAGE, PAGE, CREATE, send("k1"));
        ada.send(6, send("k2"));
        assertThat(ids(ada)).containsExactlyElementsOf(upTo(1, 6));
    }

    @Test
    void pagesThatWaitAreUnderWay() {
        FakeConnection ada = blocked();
        ask(ada, 256);
        ada.send(300, PAGE);
        ada.reads(Integer.MAX_VALUE);
        assertThat(ada.errors()).containsExactly("overloaded");
        assertThat(ids(ada)).hasSize(257);
    }

    @Test
    void whatWaitsEndsWithItsSession() {
        FakeConnection ada = blocked();
        ask(ada, 10);
        ada.session().disconnected();
        ada.reads(Integer.MAX_VALUE);
        assertThat(fixture.commands.executed).hasSize(2);
    }

    @Test
    void aDrainAnswersWhatWaitsToWhomReads() {
        FakeConnection ada = blocked();
        ask(ada, 10);
        var drained = fixture.registry
                .drain(Duration.ofSeconds(10), Elsewhere.NOWHERE)
                .toCompletableFuture();
        fixture.manual.advance(Duration.ofSeconds(1));
        assertThat(ada.closed).isNull();
        ada.reads(Integer.MAX_VALUE);
        fixture.manual.advance(Duration.ofSeconds(1));
        assertThat(ids(ada)).containsExactlyElementsOf(upTo(1, 11));
        assertThat(ada.closed).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(drained).isDone();
    }

    @Test
    void theNextPartOfASyncIsReadWhenTheOneBeforeIsWritten() {
        List<Event> all = hints(6);
        parts(all.subList(0, 2), all.subList(2, 4), all.subList(4, 6));
        FakeConnection ada = blocked();
        ada.send(2, SYNC);
        assertThat(fixture.commands.parts).hasSize(2);
        ada.reads(2);
        assertThat(fixture.commands.parts).hasSize(2);
        ada.reads(1);
        assertThat(fixture.commands.parts).hasSize(1);
        ada.send(3, SYNC);
        ada.reads(Integer.MAX_VALUE);
        assertThat(ada.errors()).containsExactly("overloaded");
        assertThat(ada.events(Event.Hint.class)).isEqualTo(all);
        assertThat(ada.events()).last().isEqualTo(new Event.SyncDone(false));
        assertThat(ids(ada)).containsExactly(1L, 2L);
        ada.send(4, SYNC);
        assertThat(ada.events(Event.SyncDone.class)).hasSize(2);
    }

    @Test
    void aPartOfASyncIsAPageAmongOthers() {
        parts(hints(1));
        FakeConnection ada = blocked();
        ask(ada, 2);
        ada.send(4, SYNC);
        assertThat(fixture.commands.syncs).isZero();
        ada.reads(1);
        assertThat(fixture.commands.syncs).isEqualTo(1);
        ada.reads(Integer.MAX_VALUE);
        assertThat(ada.events()).hasSize(2);
    }

    @Test
    void aSyncThatFailsHalfWayEndsTheSessionForTheClientToSyncAgain() {
        parts(hints(2));
        fixture.commands.backlog =
                CompletableFuture.failedFuture(new ChatException(ErrorCode.STORE_UNAVAILABLE, "no store"));
        FakeConnection ada = fixture.join("ada", "d1");
        ada.send(2, SYNC);
        assertThat(ada.events(Event.Hint.class)).hasSize(2);
        assertThat(ada.events(Event.SyncDone.class)).isEmpty();
        assertThat(ada.closed).isEqualTo(CloseCode.OVERLOADED);
    }

    @Test
    void whoeverWaitsForTheirOwnPagesTakesNoPlaceOfThoseWhoComeIn() {
        SessionFixture one = new SessionFixture(
                SessionFixture.bounds(10_000, 5, 256),
                RateOptions.DEFAULT,
                new AdmissionOptions(1, 5, Duration.ofSeconds(5)));
        one.commands.result = fixture.commands.result;
        FakeConnection ada = one.join("ada", "d1");
        ada.room = 0;
        ask(ada, 5);
        ada.send(20, SYNC);
        FakeConnection bob = one.join("bob", "d1");
        assertThat(bob.replies()).hasSize(1);
    }

    private FakeConnection blocked() {
        FakeConnection ada = fixture.join("ada", "d1");
        ada.room = 0;
        return ada;
    }

    private static void ask(FakeConnection connection, int pages) {
        for (int i = 0; i < pages; i++) {
            connection.send(i + 2, PAGE);
        }
    }

    @SafeVarargs
    private void parts(List<Event>... parts) {
        for (List<Event> part : parts) {
            fixture.commands.parts.add(CompletableFuture.completedFuture(part));
        }
    }

    private static List<Event> hints(int count) {
        List<Event> hints = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> hints.add(new Event.Hint(new ConversationId("c" + i), i + 1)));
        return hints;
    }

    private static List<Long> ids(FakeConnection connection) {
        return connection.replies().stream().map(Frame.Ok::id).toList();
    }

    private static List<Long> upTo(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
