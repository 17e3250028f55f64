package dev.parley.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeSignal;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class InMemoryNodeBusTest {

    private static final ConversationId ROOM = new ConversationId("room");

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final InMemoryNodeBus bus = new InMemoryNodeBus(tasks::add);
    private final NodeBus one = bus.node();
    private final NodeBus other = bus.node();

    @Test
    void otherNodesHearASignalOnTheExecutorAndTheSenderDoesNot() {
        List<NodeSignal> atOne = new ArrayList<>();
        List<NodeSignal> atOther = new ArrayList<>();
        listen(one, atOne);
        listen(other, atOther);
        succeeds(one.publish(moved(1)));
        assertThat(atOther).isEmpty();
        runAll();
        assertThat(atOther).containsExactly(moved(1));
        assertThat(atOne).isEmpty();
    }

    @Test
    void signalsArriveInOrderOneTaskAtATime() {
        List<NodeSignal> heard = new ArrayList<>();
        listen(other, heard);
        for (int head = 1; head <= 3; head++) {
            succeeds(one.publish(moved(head)));
            assertThat(tasks).hasSize(1);
        }
        runAll();
        assertThat(heard).containsExactly(moved(1), moved(2), moved(3));
    }

    @Test
    void aListenerThatThrowsStillHearsTheNextSignal() {
        List<NodeSignal> heard = new ArrayList<>();
        assertThat(other.listen(signal -> {
                    heard.add(signal);
                    throw new IllegalStateException("listener");
                }))
                .isNotNull();
        succeeds(one.publish(moved(1)));
        succeeds(one.publish(moved(2)));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> tasks.remove().run()).hasMessage("listener");
        }
        assertThat(heard).containsExactly(moved(1), moved(2));
    }

    @Test
    void aClosedListenerHearsNothingMore() throws Exception {
        List<NodeSignal> heard = new ArrayList<>();
        AutoCloseable handle = other.listen(heard::add);
        succeeds(one.publish(moved(1)));
        handle.close();
        succeeds(one.publish(new NodeSignal.Typed(ROOM, new UserId("ada"), true)));
        runAll();
        assertThat(heard).isEmpty();
    }

    @Test
    void publishFailsWhileAListenerIsTooFarBehindAndWorksAgainAfterwards() {
        List<NodeSignal> heard = new ArrayList<>();
        listen(other, heard);
        for (int head = 1; head <= InMemoryNodeBus.MAX_WAITING; head++) {
            succeeds(one.publish(moved(head)));
        }
        failsOverloaded(one.publish(moved(-1)));
        runAll();
        assertThat(heard).hasSize(InMemoryNodeBus.MAX_WAITING).doesNotContain(moved(-1));
        succeeds(one.publish(moved(7)));
    }

    @Test
    void publishFailsWhenTheExecutorRefuses() {
        InMemoryNodeBus closed = new InMemoryNodeBus(task -> {
            throw new RejectedExecutionException("shut down");
        });
        listen(closed.node(), new ArrayList<>());
        NodeBus sender = closed.node();
        failsOverloaded(sender.publish(moved(1)));
        failsOverloaded(sender.publish(moved(2)));
    }

    private static NodeSignal moved(long head) {
        return new NodeSignal.Moved(ROOM, head, 1);
    }

    private static void listen(NodeBus node, List<NodeSignal> heard) {
        assertThat(node.listen(heard::add)).isNotNull();
    }

    private static void succeeds(CompletionStage<Void> stage) {
        assertThat(stage.toCompletableFuture()).isCompleted();
    }

    private static void failsOverloaded(CompletionStage<Void> stage) {
        assertThatThrownBy(() -> stage.toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
