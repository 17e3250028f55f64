package dev.parley.testkit.proxy;

import java.net.SocketAddress;

/** One connection through a {@link FaultProxy}. Every method has taken effect when it returns. Thread-safe. */
public final class ProxiedConnection {

    private final ProxyLoop loop;
    private final Relay relay;
    private final SocketAddress client;

    ProxiedConnection(ProxyLoop loop, Relay relay, SocketAddress client) {
        this.loop = loop;
        this.relay = relay;
        this.client = client;
    }

    /**
     * Who connected.
     *
     * @return the client's address
     */
    public SocketAddress client() {
        return client;
    }

    /**
     * Makes one direction misbehave from now on, or behave again.
     *
     * @param direction which
     * @param fault how
     */
    public void fault(Direction direction, Fault fault) {
        loop.call(() -> relay.fault(direction, fault));
    }

    /** Resets the connection towards both ends: what was under way is lost, and they are told. */
    public void reset() {
        loop.call(() -> relay.close(true));
    }

    /** Closes the connection towards both ends in order; what was under way is lost. */
    public void close() {
        loop.call(() -> relay.close(false));
    }

    /**
     * Ends one direction: its receiver reads the end of the stream, and what its sender sends from now on is swallowed.
     * The other direction goes on.
     *
     * @param direction which
     */
    public void halfClose(Direction direction) {
        loop.call(() -> relay.halfClose(direction));
    }

    /**
     * How much passed.
     *
     * @param direction which way
     * @return bytes handed to the receiver
     */
    public long forwarded(Direction direction) {
        return loop.ask(() -> relay.forwarded(direction));
    }

    /**
     * Tells whether the proxy still holds it open towards either end.
     *
     * @return false once it is closed
     */
    public boolean isOpen() {
        return loop.ask(relay::isOpen);
    }
}
