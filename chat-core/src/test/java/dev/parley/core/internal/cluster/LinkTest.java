package dev.parley.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final ConversationId TRIP = new ConversationId("trip");
    private static final UserId ADA = new UserId("ada");

    /** Takes frames, and says so when the test does. */
    private static final class SlowBus implements NodeBus {
        private final List<NodeFrame> sent = new ArrayList<>();
        private final Deque<CompletableFuture<Void>> answers = new ArrayDeque<>();

        @Override
        public CompletionStage<Void> send(NodeId to, byte[] frame) {
            try {
                sent.add(NodeFrames.decode(frame));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            CompletableFuture<Void> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }

        @Override
        public AutoCloseable listen(NodeId self, Listener listener) {
            throw new AssertionError("a link does not listen");
        }

        void takes() {
            answers.remove().complete(null);
        }

        void refuses() {
            answers.remove().completeExceptionally(new IllegalStateException("no bus"));
        }

        List<Long> numbers() {
            return sent.stream().map(NodeFrame::number).toList();
        }
    }

    private final SlowBus bus = new SlowBus();
    private final List<Throwable> failures = new ArrayList<>();
    private final Link link = new Link(
            new Link.Ends(new NodeId("here"), new NodeId("there"), 4, false), bus, Runnable::run, failures::add);

    @Test
    void whatComesWhileAFrameIsUnderWayIsTheNextOne() {
        link.tell(moved("a", 1));
        link.tell(moved("b", 1));
        link.tell(moved("c", 1));
        assertThat(bus.sent).containsExactly(frame(1, moved("a", 1)));
        bus.takes();
        assertThat(bus.sent).hasSize(2).last().isEqualTo(frame(2, moved("b", 1), moved("c", 1)));
        bus.takes();
        assertThat(bus.sent).hasSize(2);
    }

    @Test
    void ofNewsAboutOneThingOnlyTheNewestAreTold() {
        link.tell(moved("a", 1));
        link.tell(moved("b", 5));
        link.tell(new NodeSignal.Marked(TRIP, ADA, new Marks(9, 3, 3)));
        link.tell(moved("b", 4));
        link.tell(new NodeSignal.Marked(TRIP, ADA, new Marks(8, 7, 0)));
        link.tell(new NodeSignal.Typed(TRIP, ADA, true));
        link.tell(new NodeSignal.Typed(TRIP, ADA, false));
        bus.takes();
        assertThat(bus.sent)
                .last()
                .isEqualTo(frame(
                        2,
                        moved("b", 5),
                        new NodeSignal.Marked(TRIP, ADA, new Marks(9, 7, 3)),
                        new NodeSignal.Typed(TRIP, ADA, false)));
    }

    @Test
    void aRefusedFrameLeavesOutItsNumber() {
        link.tell(moved("a", 1));
        bus.refuses();
        assertThat(link.failing()).isTrue();
        link.tell(moved("b", 1));
        bus.takes();
        assertThat(bus.numbers()).containsExactly(1L, 2L); // the first never arrived: the other node misses 1
        assertThat(link.failing()).isFalse();
        assertThat(failures).hasSize(1);
    }

    @Test
    void ofAnOutageOnlyTheBeginningIsReported() {
        for (int i = 0; i < 5; i++) {
            link.tell(moved("a", i));
            bus.refuses();
        }
        assertThat(failures).hasSize(1);
    }

    @Test
    void whatThereIsNoRoomForLeavesOutANumber() {
        link.tell(moved("first", 1));
        for (int i = 0; i <= Link.MOST_WAITING; i++) {
            link.tell(moved("c" + i, 1));
        }
        for (int i = 0; i < Link.MOST_WAITING / Link.PER_FRAME; i++) {
            bus.takes();
        }
        assertThat(bus.numbers()).startsWith(1L, 3L, 4L);
        assertThat(bus.sent.stream().mapToInt(frame -> frame.signals().size()).sum())
                .isEqualTo(1 + Link.MOST_WAITING);
    }

    @Test
    void aPartOfARollCountsAsItsUsers() {
        link.tell(moved("first", 1));
        for (int i = 0; i < 12; i++) {
            link.tell(new NodeSignal.RollPart(i, Collections.nCopies(RollCalls.PART, ADA), false));
        }
        for (int i = 0; i < 4; i++) {
            bus.takes();
        }
        assertThat(bus.sent.stream().map(frame -> frame.signals().size())).containsExactly(1, 5, 5, 2);
    }

    @Test
    void aLinkThatSaidNothingSinceTheLastBeatSaysSo() {
        link.beat();
        link.beat();
        assertThat(bus.sent).containsExactly(frame(1));
        bus.takes();
        link.tell(moved("a", 1));
        bus.takes();
        link.beat();
        assertThat(bus.sent).hasSize(2);
        link.beat();
        assertThat(bus.sent).hasSize(3).last().isEqualTo(frame(3));
    }

    private static NodeSignal moved(String conversation, long head) {
        return new NodeSignal.Moved(new ConversationId(conversation), head, 1);
    }

    private static NodeFrame frame(long number, NodeSignal... signals) {
        return new NodeFrame(new NodeId("here"), 4, number, List.of(signals));
    }
}
