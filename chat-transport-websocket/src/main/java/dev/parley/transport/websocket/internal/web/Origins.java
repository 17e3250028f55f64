package dev.parley.transport.websocket.internal.web;

import dev.parley.transport.websocket.http.HttpReply;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which web pages may talk to the server (RFC 6454, and CORS of the Fetch standard). Only browsers send an origin, and
 * they can't be made to leave it out, so a request without one is not a page's. Immutable.
 */
public final class Origins {

    private static final String EXPOSED = "X-Parley-Session, X-Parley-Batch, X-Parley-Close, Retry-After";
    private static final String ACCEPTED =
            "Authorization, Content-Type, Accept, X-Parley-Device, X-Parley-Session, X-Parley-Ack";

    private final Set<String> allowed;

    /**
     * Allows some pages.
     *
     * @param allowed their origins
     */
    public Origins(Set<String> allowed) {
        this.allowed = allowed;
    }

    /**
     * Tells whether a request may go on.
     *
     * @param headers the request's
     * @return false for a page that is not allowed
     */
    public boolean allow(HttpHeaders headers) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        return origins.isEmpty() || (origins.size() == 1 && allowed.contains(origins.get(0)));
    }

    /**
     * Tells whether a browser asks if a page may make a request.
     *
     * @param method the request's method
     * @param headers the request's headers
     * @return true for a preflight
     */
    public static boolean preflight(String method, HttpHeaders headers) {
        return method.equals("OPTIONS")
                && headers.contains(HttpHeaderNames.ORIGIN)
                && headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /**
     * Answers that it may; the origin is allowed.
     *
     * @return the answer
     */
    public static HttpReply preflight() {
        return HttpReply.empty(204)
                .with("Access-Control-Allow-Methods", "GET, POST")
                .with("Access-Control-Allow-Headers", ACCEPTED)
                .with("Access-Control-Max-Age", "600");
    }

    /**
     * Lets the page of an allowed origin read the answer.
     *
     * @param reply the answer
     * @param request the request's headers
     * @return the answer
     */
    public static HttpReply readable(HttpReply reply, HttpHeaders request) {
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.put("Vary", "Origin");
        String origin = request.get(HttpHeaderNames.ORIGIN);
        if (origin != null) {
            headers.put("Access-Control-Allow-Origin", origin);
            headers.put("Access-Control-Expose-Headers", EXPOSED);
        }
        return new HttpReply(reply.status(), headers, reply.body());
    }
}
