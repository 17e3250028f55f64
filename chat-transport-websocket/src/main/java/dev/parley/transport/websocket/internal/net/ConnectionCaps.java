package dev.parley.transport.websocket.internal.net;

import dev.parley.transport.websocket.options.ConnectionOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is open, in all and per address. Thread-safe. */
public final class ConnectionCaps {

    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<Object, Integer> perAddress = new ConcurrentHashMap<>();

    /**
     * Nothing is open yet.
     *
     * @param options the caps
     */
    public ConnectionCaps(ConnectionOptions options) {
        this.most = options.total();
        this.mostPerAddress = options.perAddress();
    }

    /**
     * Counts one more, if there is room.
     *
     * @param remote where it comes from
     * @return false when there is no room
     */
    public boolean acquire(SocketAddress remote) {
        if (total.incrementAndGet() > most) {
            total.decrementAndGet();
            return false;
        }
        boolean[] room = new boolean[1];
        perAddress.compute(network(remote), (network, open) -> {
            int now = open == null ? 0 : open;
            room[0] = now < mostPerAddress;
            return room[0] ? now + 1 : now;
        });
        if (!room[0]) {
            total.decrementAndGet();
        }
        return room[0];
    }

    /**
     * Counts one less.
     *
     * @param remote where it came from; was acquired before
     */
    public void release(SocketAddress remote) {
        total.decrementAndGet();
        perAddress.computeIfPresent(network(remote), (network, open) -> open <= 1 ? null : open - 1);
    }

    /**
     * How much is open.
     *
     * @return connections and long-polling sessions
     */
    public int open() {
        return total.get();
    }

    /** Whoever has one IPv6 address has all of its /64 network. */
    private static Object network(SocketAddress remote) {
        InetAddress address = remote instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (address instanceof Inet6Address) {
            return ByteBuffer.wrap(address.getAddress()).getLong();
        }
        return address == null ? remote : address;
    }
}
