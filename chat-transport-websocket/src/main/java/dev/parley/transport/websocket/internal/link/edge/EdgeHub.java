package dev.parley.transport.websocket.internal.link.edge;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.ErrorCode;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.backend.ClientConnection;
import dev.parley.transport.websocket.internal.backend.ClientStream;
import dev.parley.transport.websocket.internal.link.LinkHandler;
import dev.parley.transport.websocket.internal.link.Proof;
import dev.parley.transport.websocket.options.LinkOptions;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** The engine nodes that a connection node knows, and which of them serves whom. Thread-safe. */
public final class EdgeHub implements Backend {

    private static final ClientStream REFUSED = new ClientStream() {
        @Override
        public void receive(byte[] message) {}

        @Override
        public void writabilityChanged() {}

        @Override
        public void gone() {}
    };

    private final LinkOptions options;
    private final Proof proof;
    private final Dialler dialler;
    private final List<Seat> seats = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean draining;

    /** Connects. Thread-safe. */
    public interface Dialler {

        /**
         * Connects once.
         *
         * @param to where
         * @param link the handler of the link
         * @param failed run when it cannot, or once the connection is closed
         */
        void dial(InetSocketAddress to, LinkHandler link, Runnable failed);

        /**
         * Runs a task later.
         *
         * @param millis when
         * @param task the task
         */
        void later(long millis, Runnable task);
    }

    /**
     * No engine node is known yet.
     *
     * @param options the limits
     * @param proof of the secret
     * @param dialler what connects
     */
    public EdgeHub(LinkOptions options, Proof proof, Dialler dialler) {
        this.options = options;
        this.proof = proof;
        this.dialler = dialler;
    }

    /**
     * Names the engine nodes. Links to new ones are made, those to others end with their last client.
     *
     * @param addresses where they are
     */
    public synchronized void engines(List<InetSocketAddress> addresses) {
        seats.stream().filter(seat -> !addresses.contains(seat.address())).forEach(Seat::remove);
        seats.removeIf(seat -> seat.removed() && !seat.reachable());
        for (InetSocketAddress address : addresses) {
            if (seats.stream()
                    .noneMatch(seat -> !seat.removed() && seat.address().equals(address))) {
                Seat seat = new Seat(address, options);
                seats.add(seat);
                for (int i = 0; i < options.links(); i++) {
                    dial(seat, 0);
                }
            }
        }
    }

    private void dial(Seat seat, int failures) {
        if (draining || seat.removed()) {
            return;
        }
        EdgeLink link = new EdgeLink(seat, proof);
        long began = System.nanoTime();
        dialler.dial(seat.address(), link, () -> {
            boolean lasted = System.nanoTime() - began > options.silence().toNanos();
            int more = lasted ? 0 : failures + 1;
            dialler.later(Seat.pause(more), () -> dial(seat, more));
        });
    }

    private synchronized List<Seat> seats() {
        return List.copyOf(seats);
    }

    /**
     * How many engine nodes can be reached.
     *
     * @return those with an open link
     */
    public int reachable() {
        return (int) seats().stream().filter(Seat::reachable).count();
    }

    @Override
    public boolean available() {
        return !draining && seats().stream().anyMatch(Seat::usable);
    }

    @Override
    public ClientStream open(ClientConnection connection, long acceptedAtMillis) {
        Optional<EdgeLink> link = draining
                ? Optional.empty()
                : seats().stream()
                        .filter(Seat::usable)
                        .sorted(Comparator.comparingInt(Seat::clients))
                        .flatMap(seat -> seat.reserve().stream())
                        .findFirst();
        if (link.isEmpty()) {
            connection
                    .executor()
                    .execute(() ->
                            connection.close(CloseCode.OVERLOADED, "no engine node has room for another connection"));
            return REFUSED;
        }
        return link.get().open(connection, acceptedAtMillis);
    }

    @Override
    public CompletionStage<HttpReply> answer(HttpCall call, List<String> path) {
        List<Seat> usable = seats().stream().filter(Seat::usable).toList();
        Optional<EdgeLink> link = usable.isEmpty()
                ? Optional.empty()
                : usable.get(Math.floorMod(turn.getAndIncrement(), usable.size()))
                        .any();
        if (link.isPresent()) {
            return link.get().call(call, path);
        }
        if (path.equals(List.of("health")) && call.method().equals("GET")) {
            byte[] down = "{\"status\":\"down\"}".getBytes(StandardCharsets.US_ASCII);
            return HttpReply.of(503, "application/json", down).now();
        }
        throw new ChatException(ErrorCode.OVERLOADED, "no engine node can be reached");
    }

    /**
     * Takes no more clients, and tells those that are there to go elsewhere.
     *
     * @param spreadMillis over how long
     */
    public void drain(long spreadMillis) {
        draining = true;
        links().forEach(link -> link.goingAway(spreadMillis));
    }

    /**
     * How many clients there are.
     *
     * @return clients on open links
     */
    public int clients() {
        return links().stream().mapToInt(EdgeLink::clients).sum();
    }

    /** Closes the clients that are left. */
    public void closeClients() {
        links().forEach(EdgeLink::closeClients);
    }

    /** Ends all links. */
    public void end() {
        draining = true;
        links().forEach(EdgeLink::end);
    }

    private List<EdgeLink> links() {
        return seats().stream().flatMap(seat -> seat.links().stream()).toList();
    }
}
