package dev.parley.transport.websocket.internal.web;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.WireError;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frames as answers, with the status that {@code docs/protocol.md} section 8 gives to each error code. Stateless. */
public final class Answers {

    private static final Logger log = LoggerFactory.getLogger(Answers.class);
    private static final String CBOR = "application/cbor";
    private static final String JSON = "application/json";

    private Answers() {}

    /**
     * The encoding of a request's body.
     *
     * @param call the request
     * @return JSON unless it says CBOR
     */
    public static FrameCodec bodyCodec(HttpCall call) {
        return mediaType(call.header("content-type")).equals(CBOR) ? FrameCodec.CBOR : FrameCodec.JSON;
    }

    /**
     * The encoding that the client wants the answer in.
     *
     * @param call the request
     * @return what it accepts; when it does not say, that of its body
     */
    public static FrameCodec answerCodec(HttpCall call) {
        String accept = call.header("accept");
        if (accept.contains(CBOR)) {
            return FrameCodec.CBOR;
        }
        boolean open = accept.isEmpty() || accept.contains("*/*");
        boolean binary = open && mediaType(call.header("content-type")).equals(CBOR);
        return binary ? FrameCodec.CBOR : FrameCodec.JSON;
    }

    /**
     * The media type of an encoding.
     *
     * @param codec the encoding
     * @return its media type
     */
    public static String contentType(FrameCodec codec) {
        return codec.binary() ? CBOR : JSON;
    }

    /**
     * A frame.
     *
     * @param codec the encoding
     * @param status the status
     * @param frame the frame
     * @return the answer
     */
    public static HttpReply frame(FrameCodec codec, int status, Frame frame) {
        return HttpReply.of(status, contentType(codec), codec.encode(frame));
    }

    /**
     * A failure.
     *
     * @param codec the encoding
     * @param id the request's id, or 0
     * @param thrown what happened; anything but a {@link ChatException} is a fault of ours, logged and not told
     * @return the answer
     */
    public static HttpReply failed(FrameCodec codec, long id, Throwable thrown) {
        ChatException failure = failure(thrown);
        int status = status(failure.code());
        HttpReply reply = frame(codec, status, new Frame.Failed(id, WireError.of(failure)));
        Duration after = failure.retryAfter();
        if (status == 401) {
            return reply.with("WWW-Authenticate", "Bearer");
        }
        if (status != 429 && status != 503) {
            return reply;
        }
        long seconds = after == null ? 1 : Math.max(1, (after.toMillis() + 999) / 1000);
        return reply.with("Retry-After", Long.toString(seconds));
    }

    private static ChatException failure(Throwable thrown) {
        if (thrown instanceof ChatException failure && failure.code() != ErrorCode.INTERNAL) {
            return failure;
        }
        if (thrown instanceof CompletionException && thrown.getCause() != null) {
            return failure(thrown.getCause());
        }
        log.error("a request failed", thrown);
        return new ChatException(ErrorCode.INTERNAL, "a fault of the server");
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST,
                    UNKNOWN_COMMAND,
                    INVALID_REFERENCE,
                    INVALID_SEQ,
                    INVALID_CURSOR,
                    INVALID_TEXT,
                    OWNER_REQUIRED -> 400;
            case UNAUTHENTICATED, TOKEN_EXPIRED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case IDEMPOTENCY_CONFLICT -> 409;
            case GONE -> 410;
            case LIMIT_EXCEEDED -> 413;
            case REJECTED -> 422;
            case RATE_LIMITED -> 429;
            case OVERLOADED, STORE_UNAVAILABLE, SHUTTING_DOWN -> 503;
            case INTERNAL, OUTCOME_UNKNOWN -> 500;
        };
    }

    private static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.trim().toLowerCase(Locale.ROOT);
    }
}
