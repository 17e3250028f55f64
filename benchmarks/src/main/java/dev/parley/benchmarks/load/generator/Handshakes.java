package dev.parley.benchmarks.load.generator;

import dev.parley.benchmarks.load.talk.Dialect;
import io.netty.buffer.ByteBuf;
import java.util.Locale;

/** The HTTP half of a WebSocket (RFC 6455 section 4), as far as a load generator needs it. */
final class Handshakes {

    /** The example of RFC 6455 section 1.3, and what a server must answer it with. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=";

    private Handshakes() {}

    static String request(Dialect.Handshake handshake) {
        StringBuilder request = new StringBuilder("GET ")
                .append(handshake.path())
                .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
                .append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ")
                .append(KEY);
        if (handshake.subprotocol() != null) {
            request.append("\r\nSec-WebSocket-Protocol: ").append(handshake.subprotocol());
        }
        handshake
                .headers()
                .forEach((name, value) ->
                        request.append("\r\n").append(name).append(": ").append(value));
        return request.append("\r\n\r\n").toString();
    }

    /** Where the head ends, or -1 if that has not come yet. */
    static int end(ByteBuf in) {
        for (int at = in.readerIndex(); at + 4 <= in.writerIndex(); at++) {
            if (in.getInt(at) == 0x0D0A0D0A) {
                return at + 4;
            }
        }
        return -1;
    }

    static boolean accepted(String head) {
        return head.startsWith("HTTP/1.1 101 ") && head.toLowerCase(Locale.ROOT).contains(ACCEPT);
    }
}
