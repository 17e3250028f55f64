package dev.parley.transport.websocket.internal.link.engine;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.link.Kinds;
import dev.parley.transport.websocket.internal.link.LinkHandler;
import dev.parley.transport.websocket.internal.link.LinkViolation;
import dev.parley.transport.websocket.internal.link.Proof;
import dev.parley.transport.websocket.internal.link.Terms;
import dev.parley.transport.websocket.internal.link.Wire;
import dev.parley.transport.websocket.internal.web.Answers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine node's end of one link. Confined to its event loop, but for what the hub calls. */
final class EngineLink extends LinkHandler {

    private static final Logger log = LoggerFactory.getLogger(EngineLink.class);

    private final EngineHub hub;
    private final IntObjectMap<EngineStream> streams = new IntObjectHashMap<>();
    private final ArrayDeque<EngineStream> blocked = new ArrayDeque<>();
    private byte[] hello = {};
    private byte[] answer = {};
    private int newest;
    private int calls;

    EngineLink(EngineHub hub) {
        super(hub.options());
        this.hub = hub;
    }

    @Override
    protected void began() {}

    @Override
    protected void greeted(int kind, ByteBuf record) {
        if (kind == Kinds.HELLO && hello.length == 0) {
            hello = Wire.rest(record);
            Terms.of(record); // refuses what it cannot keep to before it proves anything
            answer = Terms.of(options()).bytes(Proof.nonce());
            ByteBuf challenge = record(Kinds.CHALLENGE);
            Wire.bytes(challenge, answer);
            Wire.bytes(challenge, hub.proof().of(Proof.Side.ENGINE, hello, answer));
            send(challenge);
        } else if (kind == Kinds.PROOF && hello.length > 0) {
            hub.proof().check(Proof.Side.CONNECTION, hello, answer, Wire.bytes(record));
            trust(Terms.of(Unpooled.wrappedBuffer(hello)));
            hub.linked(this);
            send(record(Kinds.READY).writeInt(load()).writeBoolean(hub.draining()));
        } else {
            throw new LinkViolation("record " + kind + " before the link was open");
        }
    }

    @Override
    protected void received(int kind, ByteBuf record) {
        switch (kind) {
            case Kinds.OPEN -> open(record);
            case Kinds.MESSAGE -> known(record.readInt()).received(Wire.rest(record));
            case Kinds.CREDIT -> known(record.readInt()).credited(record.readInt());
            case Kinds.GONE -> {
                EngineStream stream = known(record.readInt());
                streams.remove(stream.id());
                hub.gone();
                stream.gone();
            }
            case Kinds.CALL -> call(record);
            default -> log.debug("a record of kind {} is skipped", kind);
        }
    }

    private EngineStream known(int id) {
        EngineStream stream = streams.get(id);
        if (stream == null) {
            throw new LinkViolation("stream " + id + " is not open");
        }
        return stream;
    }

    private void open(ByteBuf record) {
        int id = record.readInt();
        if (id <= newest) {
            throw new LinkViolation("stream " + id + " (expected: more than " + newest + ")");
        }
        if (streams.size() >= options().streams()) {
            throw new LinkViolation("more than " + options().streams() + " streams");
        }
        newest = id;
        long age = Math.max(0, record.readInt());
        int together = record.readInt();
        String subprotocol = Wire.text(record);
        FrameCodec codec = subprotocol.equals(FrameCodec.CBOR.subprotocol()) ? FrameCodec.CBOR : FrameCodec.JSON;
        EngineStream stream = new EngineStream(this, id, codec, Wire.text(record), Wire.text(record), together);
        streams.put(id, stream);
        hub.came();
        if (subprotocol.equals(codec.subprotocol())) {
            stream.begin(hub.backend(), System.currentTimeMillis() - age);
        } else {
            stream.close(CloseCode.INTERNAL, "this node does not speak " + subprotocol);
        }
    }

    private void call(ByteBuf record) {
        int id = record.readInt();
        String method = Wire.text(record);
        String address = Wire.text(record);
        List<String> path = Wire.texts(record);
        Map<String, String> query = Wire.map(record);
        Map<String, String> headers = Wire.map(record);
        HttpCall call =
                new HttpCall(method, "/v1/" + String.join("/", path), query, headers, Wire.bytes(record), address);
        if (path.isEmpty()) {
            throw new LinkViolation("a call without a path");
        }
        if (calls >= options().calls()) {
            throw new LinkViolation("more than " + options().calls() + " calls");
        }
        calls++;
        answer(call, path)
                .whenComplete((reply, failure) -> executor().execute(() -> {
                    calls--;
                    if (open()) {
                        reply(id, failure == null ? reply : Answers.failed(Answers.answerCodec(call), 0, failure));
                    }
                }));
    }

    private CompletionStage<HttpReply> answer(HttpCall call, List<String> path) {
        try {
            return hub.backend().answer(call, path);
        } catch (ChatException e) {
            return Answers.failed(Answers.answerCodec(call), 0, e).now();
        }
    }

    private void reply(int id, HttpReply reply) {
        HttpReply sent = reply.body().length <= largest() ? reply : HttpReply.text(500, "The answer is too large.");
        ByteBuf record = record(Kinds.REPLY).writeInt(id).writeShort(sent.status());
        Wire.map(record, sent.headers());
        Wire.bytes(record, sent.body());
        send(record);
    }

    /** Takes no more clients. From any thread. */
    void tellDraining() {
        executor().execute(() -> {
            if (open()) {
                send(record(Kinds.DRAINING));
            }
        });
    }

    /** Closes what is open, with the code that makes clients connect elsewhere. From any thread. */
    void closeStreams() {
        executor()
                .execute(() -> List.copyOf(streams.values())
                        .forEach(stream -> stream.close(CloseCode.GOING_AWAY, "the engine node stops")));
    }

    /** A stream that the link has no room for: it is told when there is. */
    void blocked(EngineStream stream) {
        blocked.add(stream);
    }

    void credit(int stream, int bytes) {
        if (open()) {
            send(record(Kinds.CREDIT).writeInt(stream).writeInt(bytes));
        }
    }

    void close(int stream, CloseCode code, String reason) {
        if (open()) {
            ByteBuf record = record(Kinds.CLOSE).writeInt(stream).writeShort(code.code());
            Wire.text(record, reason);
            send(record);
        }
        if (code == CloseCode.GOING_AWAY) {
            hub.drains();
        }
    }

    boolean isOpen() {
        return open();
    }

    int window() {
        return options().window();
    }

    int peerWindow() {
        return peer().window();
    }

    @Override
    protected void writableAgain() {
        for (int turns = blocked.size(); turns > 0 && writable(); turns--) {
            blocked.remove().roomAgain();
        }
    }

    @Override
    protected int load() {
        return hub.clients();
    }

    @Override
    protected void loaded(int clients) {}

    @Override
    protected void ended() {
        hub.unlinked(this);
        blocked.clear();
        List<EngineStream> all = List.copyOf(streams.values());
        streams.clear();
        all.forEach(stream -> {
            hub.gone();
            stream.gone();
        });
    }
}
