package dev.parley.transport.websocket.internal.link.engine;

import dev.parley.core.session.EncodedFrame;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.backend.ClientConnection;
import dev.parley.transport.websocket.internal.backend.ClientStream;
import dev.parley.transport.websocket.internal.link.LinkViolation;
import dev.parley.transport.websocket.internal.link.Outflow;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of a connection node, as the session sees it: as writable as the client itself, by the credit that its
 * connection node gives. Confined to the link's event loop.
 */
final class EngineStream implements ClientConnection {

    private static final Logger log = LoggerFactory.getLogger(EngineStream.class);

    private final EngineLink link;
    private final int id;
    private final FrameCodec codec;
    private final String remoteAddress;
    private final String token;
    private final int together;
    private final Outflow out;
    private @Nullable ClientStream session;
    private boolean writable = true;
    private boolean blocked;
    private boolean scheduled;
    private boolean closing;
    private int owed;

    EngineStream(EngineLink link, int id, FrameCodec codec, String remoteAddress, String token, int together) {
        this.link = link;
        this.id = id;
        this.together = together;
        this.codec = codec;
        this.remoteAddress = remoteAddress;
        this.token = token;
        this.out = new Outflow(link.peerWindow(), together, !codec.binary());
    }

    int id() {
        return id;
    }

    void begin(Backend backend, long acceptedAtMillis) {
        guarded(() -> session = backend.open(this, acceptedAtMillis));
    }

    /** A message of the client. */
    void received(byte[] message) {
        owed += message.length;
        if (owed - message.length >= link.window()) {
            throw new LinkViolation("stream " + id + " has no credit");
        }
        ClientStream open = session;
        if (open != null && !closing) {
            guarded(() -> open.receive(message));
        }
        repay();
    }

    /** Who does not read answers does not get to ask for more. */
    private void repay() {
        if (owed >= link.window() / 2 && writable) {
            link.credit(id, owed);
            owed = 0;
        }
    }

    /** The client took something. */
    void credited(int bytes) {
        out.credit(bytes);
        drain();
    }

    /** The link has room again. */
    void roomAgain() {
        blocked = false;
        drain();
        if (!blocked && writable) {
            tell();
        }
    }

    private void drain() {
        scheduled = false;
        if (!closing && link.isOpen() && !out.drain(link, id, false)) {
            block();
        }
        judge();
    }

    private void block() {
        if (!blocked) {
            blocked = true;
            link.blocked(this);
        }
    }

    /** As with a socket's water marks: not writable from the whole window on, again below half of it. */
    private void judge() {
        long untaken = out.untaken();
        boolean now = untaken < (writable ? link.peerWindow() : link.peerWindow() / 2);
        if (now != writable) {
            writable = now;
            repay();
            tell();
        }
    }

    /** Not from within the session's own call. */
    private void tell() {
        executor().execute(() -> {
            ClientStream open = session;
            if (open != null && !closing) {
                guarded(open::writabilityChanged);
            }
        });
    }

    /** The client is gone. */
    void gone() {
        closing = true;
        ClientStream open = session;
        session = null;
        if (open != null) {
            open.gone();
        }
    }

    @Override
    public Executor executor() {
        return link.executor();
    }

    @Override
    public FrameCodec codec() {
        return codec;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public boolean writable() {
        if (writable && !link.writable()) {
            block();
            return false;
        }
        return writable;
    }

    @Override
    public void write(EncodedFrame frame) {
        if (!closing) {
            write(frame.bytes(codec));
        }
    }

    @Override
    public void write(byte[] frames) {
        if (closing) {
            return;
        }
        if (frames.length > link.largest()) {
            log.error("a frame of {} bytes does not fit into a record", frames.length);
            close(CloseCode.INTERNAL, "a fault of the server");
            return;
        }
        out.add(frames);
        judge();
    }

    @Override
    public void flush() {
        if (!scheduled && !closing) {
            scheduled = true;
            executor().execute(this::drain);
        }
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (!closing) {
            closing = true;
            if (link.isOpen()) {
                out.drain(link, id, true);
            }
            link.close(id, code, reason);
        }
    }

    @Override
    public boolean closing() {
        return closing;
    }

    @Override
    public int together() {
        return together;
    }

    @Override
    public void hold(boolean held) {
        throw new UnsupportedOperationException("the engine in this process takes what comes");
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("a session failed", e);
            close(CloseCode.INTERNAL, "a fault of the server");
        }
    }
}
