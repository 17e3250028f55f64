package dev.parley.core.internal.session;

import static dev.parley.core.internal.session.SessionFixture.ADA;
import static dev.parley.core.internal.session.SessionFixture.ROOM;
import static dev.parley.core.internal.session.SessionFixture.entry;
import static dev.parley.core.internal.session.SessionFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RateOptions;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlowConsumerTest {

    private final SessionFixture fixture =
            new SessionFixture(SessionFixture.bounds(10_000, 5, 20), RateOptions.DEFAULT);

    @Test
    void aBurstMakesOneTaskAndOneFlush() {
        FakeConnection ada = fixture.join("ada", "d1");
        int tasks = ada.tasks;
        int flushes = ada.flushes;
        for (int seq = 1; seq <= 20; seq++) {
            fixture.deliver(seq);
        }
        fixture.manual.run();
        assertThat(seqs(ada)).containsExactlyElementsOf(upTo(1, 20));
        assertThat(ada.tasks - tasks).isEqualTo(1);
        assertThat(ada.flushes - flushes).isEqualTo(1);
    }

    @Test
    void aBurstForABlockedClientMakesNoTasks() {
        FakeConnection ada = blocked();
        fixture.deliver(1);
        fixture.manual.run();
        int tasks = ada.tasks;
        for (int seq = 2; seq <= 500; seq++) {
            fixture.deliver(seq);
        }
        assertThat(ada.tasks).isEqualTo(tasks);
    }

    @Test
    void oneFrameIsEncodedOnceForAllSessions() {
        fixture.join("ada", "d1");
        fixture.join("ada", "d2");
        Delivery delivery = Delivery.of(new Event.Appended(entry(ROOM, 1, "x")));
        fixture.index.deliver(List.of(ADA), delivery);
        byte[] once = delivery.frame().bytes(dev.parley.protocol.FrameCodec.JSON);
        fixture.index.deliver(List.of(ADA), delivery);
        assertThat(delivery.frame().bytes(dev.parley.protocol.FrameCodec.JSON)).isSameAs(once);
    }

    @Test
    void aSlowClientGetsHintsForWhatDidNotFitAndThenEntriesAgain() {
        FakeConnection ada = blocked();
        for (int seq = 1; seq <= 500; seq++) {
            fixture.deliver(seq);
        }
        fixture.manual.run();
        assertThat(ada.events()).isEmpty();
        ada.reads(Integer.MAX_VALUE);
        assertThat(ada.events()).containsExactly(new Event.Hint(ROOM, 500));
        fixture.deliver(501);
        fixture.manual.run();
        assertThat(seqs(ada)).containsExactly(501L);
        assertThat(ada.closed).isNull();
    }

    @Test
    void everyConversationOfASlowClientGetsOneHintWithItsHead() {
        FakeConnection ada = blocked();
        for (int seq = 1; seq <= 100; seq++) {
            for (String name : List.of("a", "b", "c")) {
                entryTo(new ConversationId(name), seq);
            }
        }
        ada.reads(Integer.MAX_VALUE);
        assertThat(ada.events(Event.Hint.class))
                .containsExactlyInAnyOrder(
                        new Event.Hint(new ConversationId("a"), 100),
                        new Event.Hint(new ConversationId("b"), 100),
                        new Event.Hint(new ConversationId("c"), 100));
        assertThat(seqs(ada)).isEmpty();
    }

    @Test
    void aSlowClientIsPushedNothingAheadOfItsHint() {
        FakeConnection ada = blocked();
        for (int seq = 1; seq <= 500; seq++) {
            fixture.deliver(seq);
            if (seq % 50 == 0) {
                ada.reads(7);
            }
        }
        ada.reads(Integer.MAX_VALUE);
        long reached = 0;
        for (Event event : ada.events()) {
            if (event instanceof Event.Hint hint) {
                assertThat(hint.head()).isGreaterThan(reached);
                reached = hint.head();
            } else if (event instanceof Event.Appended appended) {
                // Either the next one, or a hint has told of the hole.
                assertThat(appended.entry().seq()).isEqualTo(reached + 1);
                reached = appended.entry().seq();
            }
        }
        assertThat(reached).isEqualTo(500);
    }

    @Test
    void whatCoalescesIsSaidOnceWithItsNewestValue() {
        FakeConnection ada = blocked();
        UserId bob = new UserId("bob");
        for (int seq = 1; seq <= 1_000; seq++) {
            push(new Event.MarksGrew(ROOM, bob, new Marks(seq, seq, seq)));
            push(new Event.TypingChanged(ROOM, bob, seq % 2 == 0, 6_000));
        }
        ada.reads(Integer.MAX_VALUE);
        assertThat(ada.events())
                .containsExactlyInAnyOrder(
                        new Event.MarksGrew(ROOM, bob, new Marks(1_000, 1_000, 1_000)),
                        new Event.TypingChanged(ROOM, bob, true, 6_000));
    }

    @Test
    void marksThatDoNotFitEndTheSessionRatherThanBeingLost() {
        FakeConnection ada = blocked();
        for (int i = 0; i < 1_000; i++) {
            push(new Event.MarksGrew(ROOM, new UserId("user" + i), new Marks(1, 1, 1)));
        }
        fixture.manual.run();
        assertThat(ada.closed).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void typingThatDoesNotFitIsDropped() {
        FakeConnection ada = blocked();
        for (int i = 0; i < 1_000; i++) {
            push(new Event.TypingChanged(ROOM, new UserId("user" + i), true, 6_000));
        }
        fixture.manual.run();
        assertThat(ada.closed).isNull();
        ada.reads(Integer.MAX_VALUE);
        assertThat(ada.events()).hasSizeLessThan(120);
    }

    @Test
    void tooManyConversationsToHintEndTheSession() {
        FakeConnection ada = blocked();
        for (int i = 0; i < 1_000; i++) {
            entryTo(new ConversationId("c" + i), 1);
        }
        fixture.manual.run();
        assertThat(ada.closed).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void repliesOutliveHintMode() {
        FakeConnection ada = blocked();
        ada.send(2, send("k1"));
        for (int seq = 1; seq <= 500; seq++) {
            fixture.deliver(seq);
        }
        ada.send(3, send("k2"));
        ada.reads(Integer.MAX_VALUE);
        assertThat(ada.replies()).extracting(Frame.Ok::id).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aClientThatAsksWithoutReadingIsTurnedAwayThenClosed() {
        FakeConnection ada = blocked();
        for (int i = 0; i < 200 && ada.closed == null; i++) {
            ada.send(i + 2, send("k" + i));
        }
        assertThat(fixture.commands.executed).hasSize(20);
        assertThat(ada.closed).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void aClientThatTakesNothingForTooLongIsClosed() {
        FakeConnection ada = blocked();
        fixture.deliver(1);
        fixture.manual.advance(Duration.ofSeconds(29));
        ada.send(0, new Command.Pong());
        assertThat(ada.closed).isNull();
        fixture.manual.advance(Duration.ofSeconds(3));
        assertThat(ada.closed).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void aClientThatTakesALittleIsNotStuck() {
        FakeConnection ada = blocked();
        for (int seq = 1; seq <= 30; seq++) {
            fixture.deliver(seq);
        }
        for (int i = 0; i < 10; i++) {
            fixture.manual.advance(Duration.ofSeconds(20));
            ada.send(0, new Command.Pong());
            ada.reads(1);
        }
        assertThat(ada.closed).isNull();
        ada.room = 0;
        fixture.manual.advance(Duration.ofSeconds(32));
        assertThat(ada.closed).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void aSlowClientDelaysNobodyElse() {
        FakeConnection ada = blocked();
        FakeConnection other = fixture.join("ada", "d2");
        for (int seq = 1; seq <= 500; seq++) {
            fixture.deliver(seq);
            fixture.manual.run();
        }
        assertThat(seqs(other)).containsExactlyElementsOf(upTo(1, 500));
        assertThat(ada.events()).isEmpty();
    }

    @Test
    void aBacklogWaitsForASlowClientAndLosesNothing() {
        List<Event> backlog = new java.util.ArrayList<>();
        for (int i = 0; i < 100; i++) {
            backlog.add(new Event.Hint(new ConversationId("c" + i), i + 1));
        }
        backlog.add(new Event.SyncDone(false));
        fixture.commands.backlog = CompletableFuture.completedFuture(backlog);
        FakeConnection ada = blocked();
        ada.send(2, new Command.Sync(Map.of(), null, null));
        fixture.deliver(7);
        for (int i = 0; i < 60; i++) {
            ada.reads(2);
        }
        assertThat(ada.events().stream()
                        .filter(event -> !(event instanceof Event.Appended))
                        .toList())
                .isEqualTo(backlog);
        assertThat(seqs(ada)).containsExactly(7L);
        assertThat(ada.replies().get(1)).isEqualTo(new Frame.Ok(2, new Result.Done()));
    }

    @Test
    void aConnectionWhoseThreadEndedHurtsNobodyElse() {
        FakeConnection other = fixture.join("ada", "d2");
        FakeConnection dead = new FakeConnection(fixture.manual) {
            @Override
            public java.util.concurrent.Executor executor() {
                return task -> {
                    if (received.isEmpty()) {
                        super.executor().execute(task);
                    } else {
                        throw new java.util.concurrent.RejectedExecutionException("ended");
                    }
                };
            }
        };
        dead.session = fixture.registry.open(dead, fixture.manual.now().toEpochMilli());
        dead.send(1, SessionFixture.hello("ada", "d1"));
        fixture.deliver(1);
        fixture.manual.run();
        assertThat(seqs(other)).containsExactly(1L);
    }

    private FakeConnection blocked() {
        FakeConnection ada = fixture.join("ada", "d1");
        ada.room = 0;
        return ada;
    }

    private void push(Event event) {
        fixture.index.deliver(List.of(ADA), Delivery.of(event));
    }

    private void entryTo(ConversationId conversation, long seq) {
        push(new Event.Appended(entry(conversation, seq, "text")));
    }

    private static List<Long> seqs(FakeConnection connection) {
        return connection.events(Event.Appended.class).stream()
                .map(event -> event.entry().seq())
                .toList();
    }

    private static List<Long> upTo(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> (long) i).toList();
    }
}
