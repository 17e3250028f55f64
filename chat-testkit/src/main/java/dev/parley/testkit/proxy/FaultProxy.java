package dev.parley.testkit.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A TCP proxy on a port of its own of the loopback interface, which misbehaves on demand: in one direction or both, on one
 * connection or on all of them, now and those to come.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to(database)) {
 *     DataSource source = connect(proxy.port());
 *     proxy.fault(Direction.TO_CLIENT, new Fault.Blackhole());   // commits arrive, answers do not
 *     ...
 *     proxy.heal();
 * }
 * }</pre>
 *
 * <p>Every method has taken effect when it returns: bytes that arrive later meet the new fault, and so do those that the
 * proxy holds. A direction without a fault holds at most one read of 16 KiB back when its receiver does not take it, so a slow
 * receiver is felt by the sender. One daemon thread named for the port serves all connections, and ends with {@link #close}.
 *
 * <p>Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private final ProxyLoop loop;
    private final InetSocketAddress address;

    private FaultProxy(ProxyLoop loop) {
        this.loop = loop;
        this.address = loop.address();
    }

    /**
     * Opens a proxy.
     *
     * @param target where connections go to
     * @return the proxy, which forwards everything
     * @throws IOException if no port can be opened
     */
    public static FaultProxy to(InetSocketAddress target) throws IOException {
        return new FaultProxy(new ProxyLoop(target));
    }

    /**
     * Where to connect to instead of the target.
     *
     * @return an address of the loopback interface
     */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Where to connect to instead of the target's port.
     *
     * @return the port of {@link #address}
     */
    public int port() {
        return address.getPort();
    }

    /**
     * Sends connections to come elsewhere, for example to a server that was started again.
     *
     * @param target where to
     */
    public void target(InetSocketAddress target) {
        loop.call(() -> loop.target(target));
    }

    /**
     * Makes one direction of every connection misbehave, of those to come as well. What a fault counts, it counts for each
     * connection by itself.
     *
     * @param direction which
     * @param fault how
     */
    public void fault(Direction direction, Fault fault) {
        loop.call(() -> loop.fault(direction, fault));
    }

    /**
     * Resets connections to come as soon as they are made, or lets them pass again.
     *
     * @param refuse true to reset them
     */
    public void refuse(boolean refuse) {
        loop.call(() -> loop.refuse(refuse));
    }

    /** Lets everything pass again on all connections, now and to come. What was swallowed or closed stays so. */
    public void heal() {
        loop.call(() -> {
            loop.refuse(false);
            for (Direction direction : Direction.values()) {
                loop.fault(direction, new Fault.None());
            }
        });
    }

    /** Resets all connections. */
    public void resetAll() {
        loop.call(() -> loop.closeAll(true));
    }

    /**
     * The connections that are open now.
     *
     * @return from the oldest to the newest
     */
    public List<ProxiedConnection> connections() {
        return loop.ask(loop::connections);
    }

    /**
     * How many connections were made so far, those refused included.
     *
     * @return the number
     */
    public long accepted() {
        return loop.ask(loop::accepted);
    }

    /** Resets all connections and closes the port. Returns when its thread has ended. */
    @Override
    public void close() {
        try {
            loop.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the thread ends all the same
        }
    }
}
