package dev.parley.core.internal.engine;

import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeSignal;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The bus of a node that has no others to talk to. */
final class SoleNodeBus implements NodeBus {

    private static final CompletionStage<Void> HEARD = Stages.nothing();

    @Override
    public CompletionStage<Void> publish(NodeSignal signal) {
        return HEARD;
    }

    @Override
    public AutoCloseable listen(Consumer<NodeSignal> listener) {
        return () -> {};
    }
}
