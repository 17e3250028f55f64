package dev.parley.transport.websocket.internal.link.edge;

import dev.parley.protocol.CloseCode;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.backend.ClientConnection;
import dev.parley.transport.websocket.internal.link.Kinds;
import dev.parley.transport.websocket.internal.link.LinkHandler;
import dev.parley.transport.websocket.internal.link.LinkViolation;
import dev.parley.transport.websocket.internal.link.Proof;
import dev.parley.transport.websocket.internal.link.Terms;
import dev.parley.transport.websocket.internal.link.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection node's end of one link. Confined to its event loop, but for what counts clients and runs tasks there. */
final class EdgeLink extends LinkHandler {

    private static final Logger log = LoggerFactory.getLogger(EdgeLink.class);

    private final Seat seat;
    private final Proof proof;
    private final IntObjectMap<RemoteStream> streams = new IntObjectHashMap<>();
    private final ArrayDeque<RemoteStream> blocked = new ArrayDeque<>();
    private final Calls calls = new Calls();
    private final AtomicInteger clients = new AtomicInteger();
    private byte[] hello = {};
    private int newest;
    private volatile int most;
    private volatile int window;
    private volatile boolean ready;

    EdgeLink(Seat seat, Proof proof) {
        super(seat.options());
        this.seat = seat;
        this.proof = proof;
    }

    @Override
    protected void began() {
        hello = Terms.of(options()).bytes(Proof.nonce());
        send(record(Kinds.HELLO).writeBytes(hello));
    }

    @Override
    protected void greeted(int kind, ByteBuf record) {
        if (kind != Kinds.CHALLENGE) {
            throw new LinkViolation("record " + kind + " before the link was open");
        }
        byte[] answer = Wire.bytes(record);
        proof.check(Proof.Side.ENGINE, hello, answer, Wire.bytes(record));
        trust(Terms.of(Unpooled.wrappedBuffer(answer)));
        ByteBuf mine = record(Kinds.PROOF);
        Wire.bytes(mine, proof.of(Proof.Side.CONNECTION, hello, answer));
        send(mine);
    }

    @Override
    protected void received(int kind, ByteBuf record) {
        switch (kind) {
            case Kinds.READY -> ready(record);
            case Kinds.DRAINING -> seat.drains();
            case Kinds.MESSAGE -> {
                RemoteStream stream = known(record.readInt());
                if (stream != null) {
                    stream.received(Wire.rest(record));
                }
            }
            case Kinds.CREDIT -> {
                RemoteStream stream = known(record.readInt());
                if (stream != null) {
                    stream.credited(record.readInt());
                }
            }
            case Kinds.CLOSE -> {
                RemoteStream stream = known(record.readInt());
                CloseCode code = CloseCode.of(record.readUnsignedShort()).orElse(CloseCode.INTERNAL);
                if (stream != null) {
                    stream.close(code, Wire.text(record));
                }
            }
            case Kinds.REPLY -> calls.replied(record);
            default -> log.debug("a record of kind {} is skipped", kind);
        }
    }

    private void ready(ByteBuf record) {
        most = Math.min(peer().streams(), options().streams());
        window = peer().window();
        int others = record.readInt();
        boolean draining = record.readBoolean();
        ready = true;
        seat.ready(this, others, draining);
    }

    /** The stream, or null when it has ended here, and the engine node does not know yet. */
    private @Nullable RemoteStream known(int id) {
        if (id <= 0 || id > newest) {
            throw new LinkViolation("stream " + id + " was never opened");
        }
        return streams.get(id);
    }

    /** Counts one more client, if there is room. From any thread. */
    boolean reserve() {
        if (!ready) {
            return false;
        }
        if (clients.incrementAndGet() > most) {
            clients.decrementAndGet();
            return false;
        }
        return true;
    }

    /** How many clients it has. From any thread. */
    int clients() {
        return clients.get();
    }

    /** How many bytes of a client may be under way to the engine. From any thread, once it is ready. */
    int window() {
        return window;
    }

    /** How many bytes for a client may be under way from the engine. From any thread. */
    int ownWindow() {
        return options().window();
    }

    /** Runs a task on the link's thread. From any thread. */
    void execute(Runnable task) {
        try {
            executor().execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("the link's thread has ended", e);
        }
    }

    /** Brings a client, for which there is room, to the engine node. From any thread. */
    RemoteStream open(ClientConnection connection, long acceptedAtMillis) {
        RemoteStream stream = new RemoteStream(this, connection);
        execute(() -> {
            if (!open() || newest == Integer.MAX_VALUE) {
                clients.decrementAndGet();
                stream.close(CloseCode.OVERLOADED, "the engine node is gone");
                return;
            }
            long age = Math.max(0, System.currentTimeMillis() - acceptedAtMillis);
            ByteBuf record = record(Kinds.OPEN).writeInt(newest + 1).writeInt((int) Math.min(Integer.MAX_VALUE, age));
            record.writeInt(connection.together());
            Wire.text(record, connection.codec().subprotocol());
            Wire.text(record, connection.remoteAddress());
            Wire.text(record, connection.token());
            if (record.readableBytes() > peer().record()) {
                record.release();
                clients.decrementAndGet();
                stream.close(CloseCode.INTERNAL, "a token larger than the engine node takes");
                return;
            }
            stream.opened(++newest, peer().window());
            streams.put(newest, stream);
            send(record);
        });
        return stream;
    }

    /** A client is gone. */
    void gone(RemoteStream stream) {
        int id = stream.id();
        if (id > 0) {
            stream.over();
            streams.remove(id);
            clients.decrementAndGet();
            if (open()) {
                send(record(Kinds.GONE).writeInt(id));
            }
            endIfIdle();
        }
    }

    void credit(int stream, int bytes) {
        if (stream > 0 && open()) {
            send(record(Kinds.CREDIT).writeInt(stream).writeInt(bytes));
        }
    }

    /** A stream that the link has no room for: it is told when there is. */
    void blocked(RemoteStream stream) {
        blocked.add(stream);
    }

    @Override
    protected void writableAgain() {
        for (int turns = blocked.size(); turns > 0 && writable(); turns--) {
            blocked.remove().roomAgain();
        }
    }

    /** Asks the engine node. From any thread. */
    CompletableFuture<HttpReply> call(HttpCall call, List<String> path) {
        CompletableFuture<HttpReply> answer = new CompletableFuture<>();
        execute(() -> {
            int number = calls.begin(
                    call, answer, open() ? Math.min(peer().calls(), options().calls()) : 0);
            if (number == 0) {
                return;
            }
            ByteBuf record = record(Kinds.CALL);
            Calls.write(record, number, call, path);
            if (record.readableBytes() > peer().record()) {
                record.release();
                calls.tooLarge(number);
                return;
            }
            send(record);
            later(Calls.PATIENCE.toMillis(), () -> calls.late(number));
        });
        return answer;
    }

    /** Tells all clients to go elsewhere, each after a time of its own. From any thread. */
    void goingAway(long spreadMillis) {
        execute(() -> streams.values()
                .forEach(stream -> stream.goingAway(ThreadLocalRandom.current().nextLong(spreadMillis + 1))));
    }

    /** Closes all clients now. From any thread. */
    void closeClients() {
        execute(() -> streams.values().forEach(stream -> stream.close(CloseCode.GOING_AWAY, "the node stops")));
    }

    /** Ends the link. From any thread. */
    void end() {
        ready = false;
        execute(this::leave);
    }

    /** Ends the link if its engine node is not wanted any more, and nobody needs it. From any thread. */
    void endIfIdle() {
        if (seat.removed() && clients.get() == 0) {
            end();
        }
    }

    @Override
    protected int load() {
        return clients.get();
    }

    @Override
    protected void loaded(int all) {
        seat.loaded(all);
    }

    @Override
    protected void ended() {
        ready = false;
        seat.lost(this);
        calls.lost();
        blocked.clear();
        List<RemoteStream> all = List.copyOf(streams.values());
        streams.clear();
        clients.set(0);
        long spread = options().spread().toMillis();
        for (RemoteStream stream : all) {
            stream.over();
            later(
                    ThreadLocalRandom.current().nextLong(spread + 1),
                    () -> stream.close(CloseCode.GOING_AWAY, "the engine node is gone"));
        }
    }
}
