package dev.parley.benchmarks.load.parley;

import dev.parley.core.ChatBuilder;
import dev.parley.core.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A store that is open. Immutable.
 *
 * @param stores what the engine is given
 * @param helpers the roots of processes that work for it
 * @param setting what else the engine is told for it
 * @param closing closes it
 */
record OpenStore(Stores stores, List<Long> helpers, UnaryOperator<ChatBuilder> setting, Closing closing) {

    OpenStore(Stores stores, List<Long> helpers, Closing closing) {
        this(stores, helpers, builder -> builder, closing);
    }

    /** Closes what was opened. */
    @FunctionalInterface
    interface Closing {

        void close() throws IOException;
    }

    /** Opens a store in an empty directory. */
    @FunctionalInterface
    interface Opening {

        OpenStore open(Path directory) throws IOException;
    }
}
