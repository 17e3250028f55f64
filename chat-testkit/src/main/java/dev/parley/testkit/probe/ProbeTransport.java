package dev.parley.testkit.probe;

import dev.parley.protocol.Event;
import dev.parley.testkit.history.Client;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A way to a server: over a WebSocket, in the same process, in a simulation. Implementations are thread-safe. */
@FunctionalInterface
public interface ProbeTransport {

    /**
     * Opens a session, its {@code hello} included.
     *
     * @param self who connects; how it proves that is the transport's business
     * @param events takes what the server pushes, one event after the other, in order
     * @return the session once it is welcome; fails if it is not
     */
    CompletionStage<ProbeLink> connect(Client self, Consumer<Event> events);
}
