package dev.parley.testkit.proxy;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** One connection: a channel to each end and a pipe each way. Confined to the proxy's thread. */
final class Relay {

    private final SocketChannel client;
    private final SocketChannel server;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final Pipe up;
    private final Pipe down;
    /** Those that have something to do at some time, this one among them or not. */
    private final Set<Relay> timed;

    private boolean connected;
    private boolean open = true;

    /** Begins to connect to the target. */
    Relay(SocketChannel client, SocketAddress target, Selector selector, Set<Relay> timed, Fault up, Fault down)
            throws IOException {
        this.client = client;
        this.timed = timed;
        this.server = SocketChannel.open();
        try {
            for (SocketChannel channel : new SocketChannel[] {client, server}) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            clientKey = client.register(selector, 0, this);
            serverKey = server.register(selector, 0, this);
            connected = server.connect(target);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        this.up = new Pipe(client, server, up, System.nanoTime());
        this.down = new Pipe(server, client, down, System.nanoTime());
        interests();
    }

    private Pipe pipe(Direction direction) {
        return direction == Direction.TO_SERVER ? up : down;
    }

    void fault(Direction direction, Fault fault) {
        pipe(direction).fault(fault, System.nanoTime());
        flush();
    }

    void halfClose(Direction direction) {
        if (open && connected) {
            pipe(direction).halfClose();
            flush();
        }
    }

    long forwarded(Direction direction) {
        return pipe(direction).forwarded();
    }

    boolean isOpen() {
        return open;
    }

    /** Does what its channels are ready for. */
    void ready(SelectionKey key, ByteBuffer scratch) {
        try {
            if (key == serverKey && key.isConnectable()) {
                connected = server.finishConnect();
            }
            if (key.isReadable()) {
                (key == clientKey ? up : down).read(scratch, System.nanoTime());
            }
        } catch (IOException e) {
            close(true); // the target refuses: the proxy has accepted, so the client is reset
        }
        flush();
    }

    /** Writes what may be written now, and decides what to wait for. */
    void flush() {
        if (!open || !connected) {
            interests();
            return;
        }
        long now = System.nanoTime();
        obey(up.write(now));
        if (open) {
            obey(down.write(now));
        }
        if (open && (up.sinkBroken() || down.sinkBroken())) {
            breakThrough(now);
        }
        if (open && up.ended() && down.ended()) {
            close(false);
        }
        interests();
    }

    /** An end that was reset while it was written to: the other end learns of it through the pipe from there. */
    private void breakThrough(long now) {
        if (up.sinkBroken()) {
            down.sourceBroken(now);
            obey(down.write(now));
        }
        if (open && down.sinkBroken()) {
            up.sourceBroken(now);
            obey(up.write(now));
        }
    }

    private void obey(Pipe.Wish wish) {
        if (wish != Pipe.Wish.GO_ON) {
            close(wish == Pipe.Wish.RESET);
        }
    }

    private void interests() {
        if (!open) {
            return;
        }
        if (!connected) {
            serverKey.interestOps(SelectionKey.OP_CONNECT);
            return;
        }
        clientKey.interestOps(ops(up, down));
        serverKey.interestOps(ops(down, up));
        if (deadline() == Long.MAX_VALUE) {
            timed.remove(this);
        } else {
            timed.add(this);
        }
    }

    private static int ops(Pipe from, Pipe into) {
        return (from.wantsRead() ? SelectionKey.OP_READ : 0) | (into.wantsWrite() ? SelectionKey.OP_WRITE : 0);
    }

    long deadline() {
        return open && connected ? Math.min(up.deadline(), down.deadline()) : Long.MAX_VALUE;
    }

    /** Closes both ends; with a reset they learn that the connection broke. */
    void close(boolean reset) {
        open = false;
        timed.remove(this);
        close(client, reset);
        close(server, reset);
    }

    private static void close(SocketChannel channel, boolean reset) {
        try (channel) {
            if (reset && channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0); // closing then sends RST (RFC 1122, 4.2.2.13)
            }
        } catch (IOException e) {
            ProxyLoop.LOG.debug("closing a proxied connection", e); // it is closed, which was the aim
        }
    }
}
