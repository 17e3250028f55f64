package dev.parley.transport.websocket.http;

import java.util.Locale;
import java.util.Map;

/**
 * A request. Immutable, but for the bytes of its body.
 *
 * @param method in upper case; HEAD arrives as GET
 * @param path decoded, from the first slash to the question mark
 * @param query the decoded parameters; of several with one name, the first
 * @param headers by lower-case name; of several with one name, the first
 * @param body the body, maybe empty
 * @param remoteAddress the IP address of the other end of the connection
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record HttpCall(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        String remoteAddress) {

    public HttpCall {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * A header.
     *
     * @param name its name, in any case
     * @return its value, or the empty string
     */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /**
     * The token of {@code Authorization: Bearer}.
     *
     * @return the token, or the empty string
     */
    public String bearerToken() {
        return BearerToken.of(header("authorization"));
    }

    /** Leaves out what may be secret: this text ends up in logs. */
    @Override
    public String toString() {
        return "HttpCall[" + method + " " + path + "]";
    }
}
