package dev.parley.transport.websocket.internal.link.edge;

import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.transport.websocket.internal.backend.ClientConnection;
import dev.parley.transport.websocket.internal.backend.ClientStream;
import dev.parley.transport.websocket.internal.link.Outflow;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client, whose session is on an engine node. What its connection does is confined to the connection's executor, what its
 * link does to the link's event loop; each tells the other by tasks.
 */
final class RemoteStream implements ClientStream {

    private static final Logger log = LoggerFactory.getLogger(RemoteStream.class);

    private final EdgeLink link;
    private final ClientConnection connection;

    // On the connection's executor.
    private long unpaid;
    private boolean held;
    private int taken;
    private boolean answered;

    // On the link's event loop.
    private int id;
    private Outflow out = new Outflow(0, 0, false);
    private boolean blocked;

    RemoteStream(EdgeLink link, ClientConnection connection) {
        this.link = link;
        this.connection = connection;
    }

    ClientConnection connection() {
        return connection;
    }

    @Override
    public void receive(byte[] message) {
        unpaid += message.length;
        if (!held && unpaid >= link.window()) {
            held = true;
            connection.hold(true);
        }
        link.execute(() -> {
            if (id > 0 && message.length > link.largest()) {
                close(CloseCode.INTERNAL, "a message larger than the engine node takes");
            } else if (id > 0) {
                out.add(message);
                drain();
            }
        });
    }

    @Override
    public void writabilityChanged() {
        repay();
    }

    @Override
    public void gone() {
        link.execute(() -> link.gone(this));
    }

    /** The link has given it a number. */
    void opened(int number, int window) {
        id = number;
        out = new Outflow(window, 0, false); // a message of the client's stays one
    }

    int id() {
        return id;
    }

    /** Nothing more goes over the link. */
    void over() {
        id = 0;
    }

    /** The link has room again. */
    void roomAgain() {
        blocked = false;
        drain();
    }

    private void drain() {
        if (id > 0 && !out.drain(link, id, false) && !blocked) {
            blocked = true;
            link.blocked(this);
        }
    }

    /** The engine took something. */
    void credited(int bytes) {
        out.credit(bytes);
        drain();
        onConnection(() -> {
            unpaid -= bytes;
            if (held && unpaid <= link.window() / 2) {
                held = false;
                connection.hold(false);
            }
        });
    }

    /** Frames of the engine's. */
    void received(byte[] frames) {
        onConnection(() -> {
            answered = true;
            connection.write(frames);
            connection.flush();
            taken += frames.length;
            repay();
        });
    }

    /** Who does not read gets no more. */
    private void repay() {
        if (taken >= link.ownWindow() / 2 && connection.writable()) {
            int bytes = taken;
            taken = 0;
            link.execute(() -> link.credit(id, bytes));
        }
    }

    /** The client is to go; the transport still says when it is gone. From any thread. */
    void close(CloseCode code, String reason) {
        onConnection(() -> connection.close(code, reason));
    }

    /** The client is to go elsewhere after a while, if it has come in at all. From any thread. */
    void goingAway(long reconnectAfterMs) {
        onConnection(() -> {
            if (answered) {
                connection.write(connection.codec().encode(new Frame.Pushed(new Event.GoingAway(reconnectAfterMs))));
                connection.flush();
            } else {
                connection.close(CloseCode.GOING_AWAY, "the node drains");
            }
        });
    }

    private void onConnection(Runnable task) {
        try {
            connection.executor().execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("the connection's executor has ended", e);
        }
    }
}
