package dev.parley.integration.sim;

import dev.parley.client.transport.ClientTransport;
import dev.parley.protocol.FrameCodec;
import java.net.URI;
import java.util.Optional;

/** A device's way to the network: up or down, quick or slow. Confined to the test's thread. */
public final class SimAccess implements ClientTransport {

    private final SimNet net;
    private final String who;
    private SimLink link;
    private boolean up = true;
    private boolean slow;

    SimAccess(SimNet net, String who) {
        this.net = net;
        this.who = who;
    }

    @Override
    public void connect(URI uri, String subprotocol, boolean binary, Listener listener) {
        if (!up) {
            net.runtime().executor().execute(() -> listener.closed(1006, "no network"));
            return;
        }
        FrameCodec codec = binary ? FrameCodec.CBOR : FrameCodec.JSON;
        Optional<SimNode> node = net.reachable();
        if (node.isEmpty()) {
            net.runtime().executor().execute(() -> listener.closed(1006, "refused"));
            return;
        }
        link = new SimLink(net, node.get(), this, codec, listener);
        link.connect();
    }

    @Override
    public void close() {}

    /** Breaks the connection, if there is one. */
    public void cut() {
        if (link != null) {
            link.cut();
        }
    }

    /** Takes the network away, or gives it back. */
    public void up(boolean now) {
        up = now;
        if (!now) {
            cut();
        }
    }

    /** Makes the network slow, or quick. */
    public void slow(boolean now) {
        slow = now;
    }

    String who() {
        return who;
    }

    boolean slow() {
        return slow;
    }

    void gone(SimLink gone) {
        if (link == gone) {
            link = null;
        }
    }
}
