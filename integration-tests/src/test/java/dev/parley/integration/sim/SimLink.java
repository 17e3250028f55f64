package dev.parley.integration.sim;

import dev.parley.client.transport.ClientConnection;
import dev.parley.client.transport.ClientTransport;
import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One connection between a real client and a real session, without a socket: bytes arrive later, in order, on virtual
 * time. It can be slow, it can break, and it can break without a sound. Confined to the test's thread.
 */
final class SimLink implements SessionConnection, ClientConnection {

    /** Above so many bytes under way the server's end is not writable. */
    private static final int HIGH_WATER = 16 * 1024;

    private static final int HIGH_WATER_WHEN_SLOW = 400;

    private final SimNet net;
    private final SimNode node;
    private final SimProcess server;
    private final SimAccess access;
    private final FrameCodec codec;
    private final ClientTransport.Listener client;
    private final ByteArrayOutputStream unflushed = new ByteArrayOutputStream();
    private Session session;
    private long toClientAt;
    private long toServerAt;
    private int underway;
    private boolean full;
    private boolean broken;
    private boolean silent;

    SimLink(SimNet net, SimNode node, SimAccess access, FrameCodec codec, ClientTransport.Listener client) {
        this.net = net;
        this.node = node;
        this.server = node.process();
        this.access = access;
        this.codec = codec;
        this.client = client;
    }

    void connect() {
        node.opened(this);
        toServer(() -> {
            session = node.sessions().open(this, node.now());
            toClient(0, () -> client.opened(this));
        });
    }

    /** Breaks, as when a cable is pulled: what is under way is lost, and both ends notice. */
    void cut() {
        if (broken) {
            return;
        }
        ended();
        net.runtime().executor().execute(() -> client.closed(1006, "cut"));
        if (session != null) {
            server.execute(session::disconnected);
        }
    }

    /** Breaks without either end noticing: nothing arrives any more. */
    void vanish() {
        silent = true;
    }

    private void ended() {
        broken = true;
        access.gone(this);
        node.closed(this);
    }

    @Override
    public Executor executor() {
        return server;
    }

    @Override
    public FrameCodec codec() {
        return codec;
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }

    @Override
    public String token() {
        return "";
    }

    @Override
    public boolean writable() {
        return underway + unflushed.size() < (access.slow() ? HIGH_WATER_WHEN_SLOW : HIGH_WATER);
    }

    @Override
    public void write(EncodedFrame frame) {
        if (!codec.binary() && unflushed.size() > 0) {
            unflushed.write('\n');
        }
        unflushed.writeBytes(frame.bytes(codec));
    }

    @Override
    public void flush() {
        if (unflushed.size() == 0) {
            return;
        }
        byte[] message = unflushed.toByteArray();
        unflushed.reset();
        net.heard(access.who(), codec, message, false);
        toClient(message.length, () -> client.received(message));
    }

    @Override
    public void close(CloseCode code, String reason) {
        flush();
        toClient(0, () -> {
            ended();
            client.closed(code.code(), reason);
            server.execute(session::disconnected);
        });
    }

    @Override
    public void send(byte[] message) {
        net.heard(access.who(), codec, message, true);
        toServer(() -> {
            for (Frame frame : codec.decodeRequests(message)) {
                session.receive(frame);
            }
        });
    }

    @Override
    public void close(int code, String reason) {
        if (silent) {
            ended();
            net.runtime().executor().execute(() -> client.closed(1006, "no answer to the close"));
        }
        toServer(() -> {
            ended();
            session.disconnected();
            net.runtime().executor().execute(() -> client.closed(code, reason));
        });
    }

    private void toServer(Runnable arrival) {
        toServerAt = later(toServerAt);
        at(
                toServerAt,
                () -> server.execute(() -> {
                    if (!broken) {
                        arrival.run();
                    }
                }));
    }

    private void toClient(int bytes, Runnable arrival) {
        underway += bytes;
        full = !writable();
        toClientAt = later(toClientAt);
        at(toClientAt, () -> {
            underway -= bytes;
            arrival.run();
            if (!broken && full && writable()) {
                full = false;
                server.execute(session::writabilityChanged);
            }
        });
    }

    /** Never overtakes what was sent before. */
    private long later(long previous) {
        int most = access.slow() ? 4_000 : 40;
        return Math.max(previous, net.now() + net.random().nextInt(most));
    }

    private void at(long when, Runnable arrival) {
        net.runtime().scheduler().schedule(Duration.ofMillis(when - net.now()), () -> {
            if (!broken && !silent) {
                arrival.run();
            }
        });
    }
}
