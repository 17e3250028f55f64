package dev.parley.transport.websocket.internal.link.edge;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.link.LinkViolation;
import dev.parley.transport.websocket.internal.link.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The HTTP requests that an engine node has not answered yet. Confined to the link's event loop. */
final class Calls {

    /** How long an answer may take. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Pending(boolean reading, CompletableFuture<HttpReply> answer) {

        /** Whether a write happened nobody knows; a read may be asked for again. */
        void unanswered() {
            answer.completeExceptionally(
                    reading
                            ? new ChatException(ErrorCode.OVERLOADED, "the engine node did not answer")
                            : new ChatException(ErrorCode.OUTCOME_UNKNOWN, "the engine node did not answer"));
        }
    }

    private final IntObjectMap<Pending> pending = new IntObjectHashMap<>();
    private int newest;

    /** Begins a call and returns its number; answers it and returns 0 when there is no room. */
    int begin(HttpCall call, CompletableFuture<HttpReply> answer, int most) {
        if (pending.size() >= most) {
            answer.completeExceptionally(new ChatException(ErrorCode.OVERLOADED, "too many requests at once"));
            return 0;
        }
        newest = newest == Integer.MAX_VALUE ? 1 : newest + 1;
        pending.put(newest, new Pending(call.method().equals("GET"), answer));
        return newest;
    }

    /** What the engine node needs to know of a request; cookies are none of its business. */
    static void write(ByteBuf record, int number, HttpCall call, List<String> path) {
        Map<String, String> headers = new HashMap<>(call.headers());
        headers.remove("cookie");
        record.writeInt(number);
        Wire.text(record, call.method());
        Wire.text(record, call.remoteAddress());
        Wire.texts(record, path);
        Wire.map(record, call.query());
        Wire.map(record, headers);
        Wire.bytes(record, call.body());
    }

    void replied(ByteBuf record) {
        int number = record.readInt();
        if (number <= 0 || number > newest) {
            throw new LinkViolation("call " + number + " was never made");
        }
        int status = record.readUnsignedShort();
        Map<String, String> headers = Wire.map(record);
        byte[] body = Wire.bytes(record);
        if (status < 200 || status > 599) {
            throw new LinkViolation("status " + status + " (expected: 200..599)");
        }
        @Nullable Pending call = pending.remove(number);
        if (call != null) {
            call.answer().complete(new HttpReply(status, headers, body));
        }
    }

    void tooLarge(int number) {
        Pending call = pending.remove(number);
        if (call != null) {
            call.answer()
                    .completeExceptionally(new ChatException(ErrorCode.LIMIT_EXCEEDED, "the request is too large"));
        }
    }

    void late(int number) {
        Pending call = pending.remove(number);
        if (call != null) {
            call.unanswered();
        }
    }

    void lost() {
        List<Pending> all = List.copyOf(pending.values());
        pending.clear();
        all.forEach(Pending::unanswered);
    }
}
