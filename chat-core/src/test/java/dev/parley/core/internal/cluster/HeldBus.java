package dev.parley.core.internal.cluster;

import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A bus between nodes of one thread, on which frames arrive when the test says so, or never. */
public final class HeldBus implements NodeBus {

    private static final class Held {
        private final NodeId to;
        private final byte[] frame;

        Held(NodeId to, byte[] frame) {
            this.to = to;
            this.frame = frame;
        }
    }

    private final Deque<Held> held = new ArrayDeque<>();
    private final Map<NodeId, List<Listener>> listeners = new HashMap<>();

    @Override
    public CompletionStage<Void> send(NodeId to, byte[] frame) {
        held.add(new Held(to, frame));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public AutoCloseable listen(NodeId self, Listener listener) {
        List<Listener> own = listeners.computeIfAbsent(self, node -> new ArrayList<>());
        own.add(listener);
        return () -> own.remove(listener);
    }

    /** All frames arrive, in order. */
    public void arrive() {
        for (Held next = held.poll(); next != null; next = held.poll()) {
            arrive(next);
        }
    }

    /** The newest frame with a signal of a kind arrives, and all others are lost. */
    public void onlyArrives(Predicate<NodeSignal> kind) {
        List<Held> those = held.stream()
                .filter(one -> frame(one).signals().stream().anyMatch(kind))
                .toList();
        held.clear();
        arrive(those.get(those.size() - 1));
    }

    /** How many frames wait. */
    public int held() {
        return held.size();
    }

    /** Nothing that waits arrives. */
    public void areLost() {
        held.clear();
    }

    private static NodeFrame frame(Held one) {
        try {
            return NodeFrames.decode(one.frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void arrive(Held one) {
        listeners.getOrDefault(one.to, List.of()).forEach(listener -> listener.frame(one.frame));
    }
}
