package dev.parley.transport.websocket.options;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * Limits of connections. Immutable.
 *
 * @param total the most connections, long-polling sessions included; a further one is closed as soon as it is accepted; 1
 *     or more; default 100,000
 * @param perAddress the most connections of one IPv4 address or IPv6 /64 network, counted as for {@code total}; 1 or
 *     more; default 1,000
 * @param open how long TLS and the first request's headers may take, counted from accept; for a session its
 *     {@code hello} must come within that time, too; 1 ms to 1 h; default 10 s
 * @param closing how long the client may take to answer a WebSocket close before its connection is cut, 1 ms to 1 h;
 *     default 5 s
 * @param backlog how many connections the system queues before they are accepted, 1 or more; default 1,024
 * @param highWater above how many bytes that wait to be sent a connection stops being writable, {@code lowWater} or more;
 *     default 64 KiB
 * @param lowWater below how many it is writable again, 1 or more; default 32 KiB
 */
public record ConnectionOptions(
        int total, int perAddress, Duration open, Duration closing, int backlog, int highWater, int lowWater) {

    /** 100,000 in all, 1,000 per address, 10 s to open, 5 s to close, backlog 1,024, water marks at 64 and 32 KiB. */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(
            100_000, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(5), 1_024, 64 * 1024, 32 * 1024);

    public ConnectionOptions {
        Checks.atLeast("total", total, 1);
        Checks.atLeast("perAddress", perAddress, 1);
        Checks.within("open", open, Duration.ofMillis(1), Duration.ofHours(1));
        Checks.within("closing", closing, Duration.ofMillis(1), Duration.ofHours(1));
        Checks.atLeast("backlog", backlog, 1);
        Checks.atLeast("lowWater", lowWater, 1);
        Checks.atLeast("highWater", highWater, lowWater);
    }

    /**
     * The same with other caps.
     *
     * @param most the most connections
     * @param mostPerAddress the most of one address
     * @return the options
     */
    public ConnectionOptions withCaps(int most, int mostPerAddress) {
        return new ConnectionOptions(most, mostPerAddress, open, closing, backlog, highWater, lowWater);
    }

    /**
     * The same with other times.
     *
     * @param toOpen how long opening may take
     * @param toClose how long closing may take
     * @return the options
     */
    public ConnectionOptions withTimes(Duration toOpen, Duration toClose) {
        return new ConnectionOptions(total, perAddress, toOpen, toClose, backlog, highWater, lowWater);
    }
}
