package dev.parley.transport.websocket.internal.link.edge;

import dev.parley.transport.websocket.options.LinkOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine node, as a connection node knows it: its links, and how many clients it has. Thread-safe. */
final class Seat {

    private static final Logger log = LoggerFactory.getLogger(Seat.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final InetSocketAddress address;
    private final LinkOptions options;
    private final List<EdgeLink> links = new CopyOnWriteArrayList<>();
    /** Clients that other connection nodes have there. */
    private volatile int others;

    private volatile boolean draining;
    private volatile boolean removed;

    Seat(InetSocketAddress address, LinkOptions options) {
        this.address = address;
        this.options = options;
    }

    InetSocketAddress address() {
        return address;
    }

    LinkOptions options() {
        return options;
    }

    void ready(EdgeLink link, int all, boolean drains) {
        draining = drains;
        links.add(link);
        loaded(all);
        log.info("link with engine node {}:{} is open", address.getHostString(), address.getPort());
    }

    void lost(EdgeLink link) {
        if (links.remove(link)) {
            log.info("link with engine node {}:{} is gone", address.getHostString(), address.getPort());
        }
    }

    void drains() {
        draining = true;
    }

    void loaded(int all) {
        others = Math.max(0, all - own());
    }

    private int own() {
        return links.stream().mapToInt(EdgeLink::clients).sum();
    }

    /** How many clients it has, as far as is known. */
    int clients() {
        return others + own();
    }

    boolean reachable() {
        return !links.isEmpty();
    }

    /** Whether it takes clients. */
    boolean usable() {
        return !draining && !removed && reachable();
    }

    /** A link with room for a client, which is counted. */
    Optional<EdgeLink> reserve() {
        return links.stream()
                .sorted(Comparator.comparingInt(EdgeLink::clients))
                .filter(EdgeLink::reserve)
                .findFirst();
    }

    Optional<EdgeLink> any() {
        List<EdgeLink> now = List.copyOf(links);
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(now.get(ThreadLocalRandom.current().nextInt(now.size())));
    }

    List<EdgeLink> links() {
        return links;
    }

    /** Not known any more: its clients stay until they go. */
    void remove() {
        removed = true;
        links.forEach(EdgeLink::endIfIdle);
    }

    boolean removed() {
        return removed;
    }

    /** How long to wait before the next attempt, in milliseconds. */
    static long pause(int failures) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), 50L << Math.min(failures, 10));
        return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
    }
}
