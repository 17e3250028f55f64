package dev.parley.benchmarks.day;

import dev.parley.core.Chat;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.runtime.Scheduler;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.testkit.runtime.FakeRuntime;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/** One life of a node: an engine that does nothing any more once it was killed. Confined to the simulation's thread. */
final class DayNode implements Executor, Scheduler {

    private final FakeRuntime runtime;
    private final Set<DayClient> clients = new LinkedHashSet<>();
    private final Chat chat;
    private boolean dead;
    private boolean leaving;

    DayNode(FakeRuntime runtime, long seed, BiFunction<DayNode, ChatRuntime, Chat> engine) {
        this.runtime = runtime;
        this.chat = engine.apply(this, new ChatRuntime(runtime.clock(), this, this, new Random(seed)));
    }

    @Override
    public void execute(Runnable task) {
        runtime.executor().execute(() -> run(task));
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
        return runtime.scheduler().schedule(delay, () -> run(task));
    }

    private void run(Runnable task) {
        if (!dead) {
            task.run();
        }
    }

    Chat chat() {
        return chat;
    }

    /** Whether it takes connections. */
    boolean open() {
        return !dead && !leaving;
    }

    void came(DayClient client) {
        clients.add(client);
    }

    void went(DayClient client) {
        clients.remove(client);
    }

    /** Ends as {@code kill -9} ends it; its clients see their connections break. */
    void kill() {
        dead = true;
        List<DayClient> lost = List.copyOf(clients);
        clients.clear();
        lost.forEach(DayClient::broke);
    }

    /** Ends as a restart ends it. */
    void drain(Duration deadline, Runnable then) {
        leaving = true;
        chat.close(deadline).whenComplete((done, failure) -> {
            dead = true;
            List.copyOf(clients).forEach(DayClient::broke);
            clients.clear();
            then.run();
        });
    }

    /** The bus as this process reaches it, while it lives. */
    NodeBus reaching(NodeBus bus) {
        return new NodeBus() {
            @Override
            public CompletionStage<Void> send(NodeId to, byte[] frame) {
                return dead ? new CompletableFuture<>() : bus.send(to, frame);
            }

            @Override
            public AutoCloseable listen(NodeId self, Listener listener) {
                return bus.listen(self, new Listener() {
                    @Override
                    public void frame(byte[] frame) {
                        run(() -> listener.frame(frame));
                    }

                    @Override
                    public void interrupted() {
                        run(listener::interrupted);
                    }
                });
            }
        };
    }
}
