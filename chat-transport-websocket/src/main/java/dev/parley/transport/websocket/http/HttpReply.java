package dev.parley.transport.websocket.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An answer. The server adds {@code Content-Length}, {@code X-Content-Type-Options: nosniff} and, where the answer does
 * not say, {@code Cache-Control: no-store}. Immutable, but for the bytes of its body.
 *
 * @param status the status, 200 to 599
 * @param headers further headers
 * @param body the body, maybe empty
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record HttpReply(int status, Map<String, String> headers, byte[] body) {

    public HttpReply {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200..599)");
        }
        headers = Map.copyOf(headers);
    }

    /**
     * An answer with a body.
     *
     * @param status the status
     * @param contentType what the body is
     * @param body the body
     * @return the answer
     */
    public static HttpReply of(int status, String contentType, byte[] body) {
        return new HttpReply(status, Map.of("Content-Type", contentType), body);
    }

    /**
     * An answer in plain text.
     *
     * @param status the status
     * @param text the body
     * @return the answer
     */
    public static HttpReply text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An answer without a body.
     *
     * @param status the status
     * @return the answer
     */
    public static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), new byte[0]);
    }

    /**
     * The same with one more header.
     *
     * @param name the header; one of the same spelling is replaced
     * @param value its value
     * @return the answer
     */
    public HttpReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpReply(status, more, body);
    }

    /**
     * The same as what a handler returns that need not wait.
     *
     * @return a completed stage
     */
    public CompletionStage<HttpReply> now() {
        return CompletableFuture.completedFuture(this);
    }

    /** Leaves out what may be secret: this text ends up in logs. */
    @Override
    public String toString() {
        return "HttpReply[" + status + ", " + body.length + " bytes]";
    }
}
