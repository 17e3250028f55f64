package dev.parley.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InMemoryNodeBusTest {

    private static final NodeId NODE = new NodeId("node");

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final InMemoryNodeBus bus = new InMemoryNodeBus(tasks::add);
    private final List<String> heard = new ArrayList<>();

    @Test
    void aNodeHearsWhatIsSentToItOnTheExecutor() {
        List<String> other = new ArrayList<>();
        listen(bus, NODE, heard);
        listen(bus, new NodeId("other"), other);
        succeeds(send(1));
        assertThat(heard).isEmpty();
        runAll();
        assertThat(heard).containsExactly("1");
        assertThat(other).isEmpty();
    }

    @Test
    void framesArriveInOrderOneTaskAtATime() {
        listen(bus, NODE, heard);
        for (int number = 1; number <= 3; number++) {
            succeeds(send(number));
            assertThat(tasks).hasSize(1);
        }
        runAll();
        assertThat(heard).containsExactly("1", "2", "3");
    }

    @Test
    void aListenerThatThrowsStillHearsTheNextFrame() {
        assertThat(bus.listen(NODE, listener(frame -> {
                    heard.add(frame);
                    throw new IllegalStateException("listener");
                })))
                .isNotNull();
        succeeds(send(1));
        succeeds(send(2));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> tasks.remove().run()).hasMessage("listener");
        }
        assertThat(heard).containsExactly("1", "2");
    }

    @Test
    void aClosedListenerHearsNothingMore() throws Exception {
        AutoCloseable handle = bus.listen(NODE, listener(heard::add));
        succeeds(send(1));
        handle.close();
        succeeds(send(2));
        runAll();
        assertThat(heard).isEmpty();
    }

    @Test
    void sendFailsWhileAListenerIsTooFarBehindAndWorksAgainAfterwards() {
        listen(bus, NODE, heard);
        for (int number = 1; number <= InMemoryNodeBus.MAX_WAITING; number++) {
            succeeds(send(number));
        }
        failsOverloaded(send(-1));
        runAll();
        assertThat(heard).hasSize(InMemoryNodeBus.MAX_WAITING).doesNotContain("-1");
        succeeds(send(7));
    }

    @Test
    void sendFailsWhenTheExecutorRefuses() {
        InMemoryNodeBus closed = new InMemoryNodeBus(task -> {
            throw new RejectedExecutionException("shut down");
        });
        listen(closed, NODE, heard);
        failsOverloaded(closed.send(NODE, new byte[1]));
        failsOverloaded(closed.send(NODE, new byte[1]));
    }

    private CompletionStage<Void> send(int number) {
        return bus.send(NODE, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
    }

    private static void listen(InMemoryNodeBus bus, NodeId node, List<String> heard) {
        assertThat(bus.listen(node, listener(heard::add))).isNotNull();
    }

    private static NodeBus.Listener listener(Consumer<String> ear) {
        return new NodeBus.Listener() {
            @Override
            public void frame(byte[] frame) {
                ear.accept(new String(frame, StandardCharsets.UTF_8));
            }

            @Override
            public void interrupted() {}
        };
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
