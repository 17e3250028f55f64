package dev.parley.core.internal.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.outbound.OutboundQueue.Next;
import dev.parley.core.session.EncodedFrame;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Marks;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.view.Conversation;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.Presence;
import dev.parley.view.Unread;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {

    private static final ConversationId ROOM = new ConversationId("room");
    private static final UserId BOB = new UserId("bob");

    private final OutboundQueue queue = new OutboundQueue(FrameCodec.JSON, 10_000, 10);

    @Test
    void theFirstAdditionAsksForWritingAndTheNextOnesDoNot() {
        assertThat(queue.push(entry(1))).isEqualTo(Next.WRITE);
        assertThat(queue.push(entry(2))).isEqualTo(Next.NOTHING);
        assertThat(drain()).containsExactly(event(entry(1)), event(entry(2)));
        assertThat(queue.push(entry(3))).isEqualTo(Next.WRITE);
    }

    @Test
    void aParkedQueueDoesNotAskForWriting() {
        queue.push(entry(1));
        assertThat(queue.park()).isTrue();
        assertThat(queue.push(entry(2))).isEqualTo(Next.NOTHING);
        drain();
        assertThat(queue.park()).isFalse();
        assertThat(queue.push(entry(3))).isEqualTo(Next.WRITE);
    }

    @Test
    void theWelcomeGoesFirst() {
        queue.push(entry(1));
        EncodedFrame welcome = reply(1);
        queue.welcome(welcome);
        queue.push(entry(2));
        assertThat(drain()).containsExactly(welcome.frame(), event(entry(1)), event(entry(2)));
    }

    @Test
    void anInboxRowReplacesAnOlderOneButPassesNoEntry() {
        queue.push(inbox("a"));
        queue.push(inbox("b"));
        queue.push(entry(1));
        queue.push(inbox("c"));
        queue.push(inbox("d"));
        assertThat(drain()).containsExactly(event(inbox("b")), event(entry(1)), event(inbox("d")));
    }

    @Test
    void inboxRowsHeardDuringASyncAreSaidAgainAfterIt() {
        assertThat(queue.syncBegins()).isTrue();
        queue.push(inbox("new"));
        assertThat(drain()).containsExactly(event(inbox("new")));
        Delivery stale = inbox("stale");
        Delivery done = Delivery.of(new Event.SyncDone(false));
        queue.syncReads(new ArrayDeque<>(List.of(stale.frame(), done.frame())), true);
        assertThat(drain()).containsExactly(event(stale), event(done), event(inbox("new")));
        queue.push(inbox("later"));
        assertThat(drain()).containsExactly(event(inbox("later")));
    }

    @Test
    void presenceHeardDuringAWatchIsSaidAgainAfterItsAnswer() {
        Delivery gone = Delivery.of(new Event.PresenceChanged(new Presence(BOB, false, Instant.EPOCH)));
        queue.replyBegins(Event.PresenceChanged.class);
        queue.replyBegins(Event.PresenceChanged.class);
        queue.push(gone);
        assertThat(drain()).containsExactly(event(gone));
        queue.reply(reply(1), false);
        queue.replyEnds(Event.PresenceChanged.class);
        assertThat(drain()).containsExactly(reply(1).frame());
        queue.reply(reply(2), false);
        queue.replyEnds(Event.PresenceChanged.class);
        assertThat(drain()).containsExactly(reply(2).frame(), event(gone));
    }

    @Test
    void aRowThatWaitsBeforeAnOlderReplyIsSaidAgainAfterIt() {
        queue.replyBegins(Event.InboxChanged.class);
        queue.push(inbox("new"));
        queue.reply(reply(1), false);
        queue.replyEnds(Event.InboxChanged.class);
        assertThat(drain()).containsExactly(event(inbox("new")), reply(1).frame(), event(inbox("new")));
    }

    @Test
    void requestsAreUnderWayUntilTheirReplyIsWritten() {
        for (int i = 0; i < 10; i++) {
            assertThat(queue.begin(false)).isTrue();
        }
        assertThat(queue.begin(false)).isFalse();
        queue.reply(reply(1), true);
        assertThat(queue.begin(false)).isFalse();
        drain();
        assertThat(queue.begin(false)).isTrue();
        queue.done(false);
        assertThat(queue.underWay()).isEqualTo(9);
    }

    @Test
    void noRequestIsTakenWhileTooManyBytesOfRepliesAreUnread() {
        String large = "x".repeat(11_000);
        assertThat(queue.begin(false)).isTrue();
        queue.reply(new EncodedFrame(new Frame.Ok(1, new Result.InboxPage(List.of(), large))), true);
        assertThat(queue.begin(false)).isFalse();
        drain();
        assertThat(queue.begin(false)).isTrue();
    }

    @Test
    void oneEventThatIsLargerThanAllIsStillPushed() {
        Delivery large = entry(ROOM, 1, "x".repeat(20_000));
        assertThat(queue.push(large)).isEqualTo(Next.WRITE);
        assertThat(drain()).containsExactly(event(large));
    }

    @Test
    void hintsOfTheEngineMergeWithThoseForWhatDidNotFit() {
        queue.push(entry(ROOM, 1, "x".repeat(9_000)));
        queue.push(entry(ROOM, 2, "x".repeat(9_000)));
        queue.push(Delivery.of(new Event.Hint(ROOM, 7)));
        queue.push(entry(5));
        assertThat(drain()).containsExactly(new Frame.Pushed(new Event.Hint(ROOM, 7)));
    }

    /** Other nodes are heard in any order. */
    @Test
    void whatOnlyGrowsGrowsInWhateverOrderItIsHeard() {
        UserId ada = new UserId("ada");
        for (Marks heard : List.of(new Marks(5, 1, 1), new Marks(4, 4, 0), new Marks(2, 0, 0))) {
            queue.push(Delivery.of(new Event.MarksGrew(ROOM, ada, heard)));
        }
        queue.push(Delivery.of(new Event.Hint(ROOM, 9)));
        queue.push(Delivery.of(new Event.Hint(ROOM, 8)));
        assertThat(drain())
                .containsExactly(
                        new Frame.Pushed(new Event.MarksGrew(ROOM, ada, new Marks(5, 4, 1))),
                        new Frame.Pushed(new Event.Hint(ROOM, 9)));
    }

    @Test
    void hintsComeAfterWhatWasQueuedBefore() {
        UserId[] users = new UserId[60];
        for (int i = 0; i < users.length; i++) {
            users[i] = new UserId("user" + i);
            queue.push(Delivery.of(new Event.MarksGrew(ROOM, users[i], new Marks(1, 1, 1))));
        }
        queue.push(entry(ROOM, 1, "x".repeat(9_000)));
        List<Frame> out = drain();
        int at = out.indexOf(new Frame.Pushed(new Event.Hint(ROOM, 1)));
        assertThat(at).isEqualTo(60);
        assertThat(out).hasSize(61);
    }

    @Test
    void aClosedQueueHoldsAndTakesNothing() {
        queue.begin(false);
        queue.push(entry(1));
        queue.close();
        assertThat(queue.push(entry(2))).isEqualTo(Next.NOTHING);
        assertThat(queue.reply(reply(1), true)).isEqualTo(Next.NOTHING);
        assertThat(queue.poll()).isNull();
        assertThat(queue.begin(false)).isFalse();
        assertThat(queue.underWay()).isZero();
    }

    @Test
    void manyThreadsLoseNothingAndKeepTheirOrder() throws InterruptedException {
        OutboundQueue large = new OutboundQueue(FrameCodec.JSON, 100_000_000, 10);
        int threads = 4;
        int each = 2_000;
        AtomicInteger wakes = new AtomicInteger();
        CountDownLatch ready = new CountDownLatch(threads);
        List<Thread> producers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            ConversationId mine = new ConversationId("c" + t);
            Thread producer = new Thread(() -> {
                ready.countDown();
                for (int seq = 1; seq <= each; seq++) {
                    if (large.push(entry(mine, seq, "x")) == Next.WRITE) {
                        wakes.incrementAndGet();
                    }
                }
            });
            producers.add(producer);
            producer.start();
        }
        ready.await();
        Map<ConversationId, Long> reached = new HashMap<>();
        int written = 0;
        int turns = 0;
        while (written < threads * each) {
            EncodedFrame next = large.poll();
            if (next == null) {
                turns++;
                Thread.onSpinWait();
            } else {
                Entry entry = ((Event.Appended) ((Frame.Pushed) next.frame()).event()).entry();
                assertThat(entry.seq()).isEqualTo(reached.getOrDefault(entry.conversation(), 0L) + 1);
                reached.put(entry.conversation(), entry.seq());
                written++;
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertThat(Collections.min(reached.values())).isEqualTo(each);
        // Never more than one task under way: each wake follows a poll that found nothing.
        assertThat(wakes.get()).isLessThanOrEqualTo(turns + 1);
    }

    private List<Frame> drain() {
        List<Frame> frames = new ArrayList<>();
        for (EncodedFrame next = queue.poll(); next != null; next = queue.poll()) {
            frames.add(next.frame());
        }
        return frames;
    }

    private static Frame event(Delivery delivery) {
        return new Frame.Pushed(delivery.event());
    }

    private static EncodedFrame reply(long id) {
        return new EncodedFrame(new Frame.Ok(id, new Result.Done()));
    }

    private static Delivery entry(long seq) {
        return entry(ROOM, seq, "text");
    }

    private static Delivery entry(ConversationId conversation, long seq, String text) {
        Origin origin = new Origin(BOB, null, "k" + seq);
        EntryBody body = new EntryBody.Posted(MessageBody.text(text));
        return Delivery.of(
                new Event.Appended(new Entry(conversation, seq, new UUID(7, seq), origin, Instant.EPOCH, body)));
    }

    private static Delivery inbox(String title) {
        return Delivery.of(new Event.InboxChanged(new ConversationSummary(
                new Conversation(ROOM, ConversationKind.GROUP, title, HistoryPolicy.JOINED, 1, 2),
                1,
                1,
                null,
                null,
                null,
                Marks.NONE,
                new Unread(0, 0, false),
                new ConversationSettings(null, false),
                null,
                List.of())));
    }
}
