package dev.parley.transport.websocket.internal.web;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.internal.net.Accept;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request, read. Immutable.
 *
 * @param http the request as handlers see it; its path without the prefix that the endpoint is mounted at
 * @param segments what stands between the slashes of the path, each decoded by itself, so that an id may hold a slash
 * @param channel the connection it came on
 */
public record WebCall(HttpCall http, List<String> segments, Channel channel) {

    public WebCall {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a request.
     *
     * @param request what came
     * @param prefix where the endpoint is mounted; the path starts with it
     * @param channel the connection it came on
     * @return the request
     * @throws ChatException with {@code bad_request} when path or query cannot be decoded
     */
    public static WebCall of(FullHttpRequest request, String prefix, Channel channel) {
        try {
            QueryStringDecoder uri = new QueryStringDecoder(request.uri());
            String raw = uri.rawPath().substring(prefix.length());
            List<String> segments = new ArrayList<>();
            for (String segment : raw.substring(Math.min(1, raw.length())).split("/", -1)) {
                segments.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
            }
            Map<String, String> query = new HashMap<>();
            uri.parameters().forEach((name, values) -> query.put(name, values.get(0)));
            Map<String, String> headers = new HashMap<>();
            request.headers().forEach(h -> headers.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
            String method = request.method().name();
            HttpCall http = new HttpCall(
                    method.equals("HEAD") ? "GET" : method,
                    "/" + String.join("/", segments),
                    query,
                    headers,
                    ByteBufUtil.getBytes(request.content()),
                    Accept.remoteAddress(channel));
            return new WebCall(http, segments, channel);
        } catch (IllegalArgumentException e) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "url: not well-formed", e);
        }
    }

    /**
     * Tells whether the path is the chat's own.
     *
     * @return true below {@code /v1/}
     */
    public boolean chat() {
        return segments.size() > 1 && segments.get(0).equals("v1");
    }
}
