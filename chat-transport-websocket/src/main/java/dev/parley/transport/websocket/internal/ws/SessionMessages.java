package dev.parley.transport.websocket.internal.ws;

import dev.parley.core.session.Session;
import dev.parley.core.session.Sessions;
import dev.parley.protocol.Frame;
import org.jspecify.annotations.Nullable;

/** Brings messages to a chat session, frame by frame. Confined to the channel's event loop. */
final class SessionMessages implements Messages {

    private final Sessions sessions;
    private final WebSocketConnection connection;
    private @Nullable Session session;

    SessionMessages(Sessions sessions, WebSocketConnection connection) {
        this.sessions = sessions;
        this.connection = connection;
    }

    @Override
    public void open(long acceptedAtMillis) {
        session = sessions.open(connection, acceptedAtMillis);
    }

    @Override
    public boolean takes(boolean text) {
        return text != connection.codec().binary();
    }

    @Override
    public void receive(boolean text, byte[] bytes) {
        Session open = session;
        if (open == null) {
            return;
        }
        for (Frame frame : connection.codec().decodeRequests(bytes)) {
            if (connection.closing()) {
                return;
            }
            open.receive(frame);
        }
    }

    @Override
    public void writabilityChanged() {
        if (session != null) {
            session.writabilityChanged();
        }
    }

    @Override
    public void gone() {
        Session open = session;
        session = null;
        if (open != null) {
            open.disconnected();
        }
    }
}
