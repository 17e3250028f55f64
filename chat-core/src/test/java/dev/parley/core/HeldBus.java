package dev.parley.core;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeSignal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A bus between nodes of one thread, on which signals arrive when the test says so, or never. */
final class HeldBus {

    private record Held(NodeBus from, NodeSignal signal) {}

    private final Deque<Held> held = new ArrayDeque<>();
    private final Map<NodeBus, List<Consumer<NodeSignal>>> listeners = new HashMap<>();

    NodeBus node() {
        NodeBus node = new NodeBus() {
            @Override
            public CompletionStage<Void> publish(NodeSignal signal) {
                held.add(new Held(this, signal));
                return CompletableFuture.completedStage(null);
            }

            @Override
            public AutoCloseable listen(Consumer<NodeSignal> listener) {
                List<Consumer<NodeSignal>> own = listeners.computeIfAbsent(this, node -> new ArrayList<>());
                own.add(listener);
                return () -> own.remove(listener);
            }
        };
        listeners.put(node, new ArrayList<>());
        return node;
    }

    /** All signals arrive, in order. */
    void arrive() {
        for (Held next = held.poll(); next != null; next = held.poll()) {
            arrive(next);
        }
    }

    /** The newest signal of a kind arrives, and all others are lost. */
    void onlyArrives(Predicate<NodeSignal> kind) {
        List<Held> those = held.stream().filter(one -> kind.test(one.signal())).toList();
        held.clear();
        arrive(those.get(those.size() - 1));
    }

    void areLost() {
        held.clear();
    }

    private void arrive(Held one) {
        listeners.forEach((node, own) -> {
            if (node != one.from()) {
                own.forEach(listener -> listener.accept(one.signal()));
            }
        });
    }
}
