package dev.parley.transport.websocket.internal.ws;

import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.backend.ClientStream;
import org.jspecify.annotations.Nullable;

/** Brings messages to a chat session. Confined to the channel's event loop. */
final class SessionMessages implements Messages {

    private final Backend backend;
    private final WebSocketConnection connection;
    private @Nullable ClientStream stream;

    SessionMessages(Backend backend, WebSocketConnection connection) {
        this.backend = backend;
        this.connection = connection;
    }

    @Override
    public void open(long acceptedAtMillis) {
        stream = backend.open(connection, acceptedAtMillis);
    }

    @Override
    public boolean takes(boolean text) {
        return text != connection.codec().binary();
    }

    @Override
    public void receive(boolean text, byte[] bytes) {
        if (stream != null) {
            stream.receive(bytes);
        }
    }

    @Override
    public void writabilityChanged() {
        if (stream != null) {
            stream.writabilityChanged();
        }
    }

    @Override
    public void gone() {
        ClientStream open = stream;
        stream = null;
        if (open != null) {
            open.gone();
        }
    }
}
