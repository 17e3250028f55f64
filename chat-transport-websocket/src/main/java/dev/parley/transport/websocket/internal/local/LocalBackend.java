package dev.parley.transport.websocket.internal.local;

import dev.parley.core.Chat;
import dev.parley.core.session.Session;
import dev.parley.core.session.Sessions;
import dev.parley.protocol.Frame;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.backend.ClientConnection;
import dev.parley.transport.websocket.internal.backend.ClientStream;
import dev.parley.transport.websocket.internal.web.CommandApi;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The engine in this process: messages are decoded here. Thread-safe. */
public final class LocalBackend implements Backend {

    private final Sessions sessions;
    private final CommandApi api;

    /**
     * Brings clients to an engine.
     *
     * @param chat the engine
     */
    public LocalBackend(Chat chat) {
        this.sessions = chat.sessions();
        this.api = new CommandApi(chat);
    }

    @Override
    public boolean available() {
        return true; // the engine says by itself when it has no room
    }

    @Override
    public ClientStream open(ClientConnection connection, long acceptedAtMillis) {
        return new Frames(sessions.open(connection, acceptedAtMillis), connection);
    }

    @Override
    public CompletionStage<HttpReply> answer(HttpCall call, List<String> path) {
        return api.answer(call, path);
    }

    /** Brings messages to a session, frame by frame. Confined to the connection's executor. */
    private record Frames(Session session, ClientConnection connection) implements ClientStream {

        @Override
        public void receive(byte[] message) {
            for (Frame frame : connection.codec().decodeRequests(message)) {
                if (connection.closing()) {
                    return;
                }
                session.receive(frame);
            }
        }

        @Override
        public void writabilityChanged() {
            session.writabilityChanged();
        }

        @Override
        public void gone() {
            session.disconnected();
        }
    }
}
