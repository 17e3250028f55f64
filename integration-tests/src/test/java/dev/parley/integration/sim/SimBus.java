package dev.parley.integration.sim;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.testkit.runtime.FakeRuntime;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Carries frames between processes as a bad bus does: late, out of order, twice, not at all, and sometimes it says that it
 * cannot. Confined to the test's thread.
 */
final class SimBus {

    private static final class Ear {
        private final SimProcess process;
        private final NodeId node;
        private final NodeBus.Listener listener;
        private boolean cut;

        Ear(SimProcess process, NodeId node, NodeBus.Listener listener) {
            this.process = process;
            this.node = node;
            this.listener = listener;
        }
    }

    private final FakeRuntime runtime;
    private final Trouble trouble;
    private final Set<Ear> ears = new LinkedHashSet<>();

    SimBus(FakeRuntime runtime, Trouble trouble) {
        this.runtime = runtime;
        this.trouble = trouble;
    }

    NodeBus of(SimProcess process) {
        return new NodeBus() {
            @Override
            public CompletionStage<Void> send(NodeId to, byte[] frame) {
                return SimBus.this.send(to, frame);
            }

            @Override
            public AutoCloseable listen(NodeId self, Listener listener) {
                Ear ear = new Ear(process, self, listener);
                ears.add(ear);
                return () -> ears.remove(ear);
            }
        };
    }

    /** Cuts a process off from what is sent to it, for a while; when it hears again, it knows that it was cut off. */
    void interrupt(SimProcess process, Duration time) {
        for (Ear ear : ears) {
            if (ear.process == process) {
                ear.cut = true;
                runtime.scheduler().schedule(time, () -> {
                    ear.cut = false;
                    process.execute(ear.listener::interrupted);
                });
            }
        }
    }

    private CompletionStage<Void> send(NodeId to, byte[] frame) {
        boolean refused = trouble.withBus() && trouble.coin();
        if (refused) {
            return CompletableFuture.failedStage(new ChatException(ErrorCode.OVERLOADED, "the simulated bus"));
        }
        ears.removeIf(ear -> ear.process.dead());
        for (Ear ear : List.copyOf(ears)) {
            if (!ear.cut && ear.node.equals(to)) {
                int times = !trouble.withBus() ? 1 : trouble.coin() ? 0 : 2;
                for (int i = 0; i < times; i++) {
                    send(ear, frame);
                }
            }
        }
        return CompletableFuture.completedStage(null);
    }

    private void send(Ear ear, byte[] frame) {
        runtime.scheduler()
                .schedule(
                        Duration.ofMillis(trouble.delay()), () -> ear.process.execute(() -> ear.listener.frame(frame)));
    }
}
