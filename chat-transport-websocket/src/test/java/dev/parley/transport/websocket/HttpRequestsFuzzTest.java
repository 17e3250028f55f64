package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of a connection, as HTTP: request line, query, headers, body, one request behind another. */
class HttpRequestsFuzzTest {

    private static final String HEAD = " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ada\r\n";

    static Stream<byte[]> requests() {
        String dm = "/v1/conversations/" + EmbeddedServer.DIRECT;
        return Stream.of(
                        get("/v1/inbox?cursor=MA&limit=5"),
                        get("/v1/unread") + get("/v1/devices") + get("/v1/blocked"),
                        get(dm) + get(dm + "/members?after=ada&limit=1"),
                        get(dm + "/entries?before=2&limit=-1") + get(dm + "/entries?after=0") + get(dm + "/marks"),
                        get("/v1/health") + get("/page.html") + get("/nothing") + get("/v1/%20/%2f/+?a=b&a=c;d"),
                        post(
                                "/v1/commands",
                                "{\"id\":1,\"receipt\":{\"conversation\":\"" + EmbeddedServer.DIRECT
                                        + "\",\"read\":1}}"),
                        post(
                                "/v1/commands",
                                "{\"id\":1,\"send_to\":{\"to\":\"bob\",\"key\":\"k\",\"content\":{\"text\":\"x\"}}}"),
                        post(
                                "/v1/commands",
                                "{\"create\":{\"key\":\"k\",\"title\":\"t\",\"members\":[{\"user\":\"bob\"}]}}"),
                        post("/v1/poll", "{\"id\":1,\"hello\":{\"device\":\"d\"}}"),
                        "POST /v1/commands" + HEAD
                                + "Content-Type: application/cbor\r\nContent-Length: 1\r\n\r\n\u00a0",
                        "POST /v1/commands" + HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n0\r\nX: y\r\n\r\n",
                        "OPTIONS /v1/commands" + HEAD
                                + "Origin: https://x\r\nAccess-Control-Request-Method: POST\r\n\r\n",
                        "GET /v1/connect" + HEAD
                                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: parley.v1.json\r\n\r\n",
                        "HEAD /v1/inbox HTTP/1.0\r\nX-Parley-Device: d\r\nAccept: application/cbor\r\nExpect: 100-continue\r\n\r\n")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String get(String path) {
        return "GET " + path + HEAD + "\r\n";
    }

    private static String post(String path, String body) {
        return "POST " + path + HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Whatever comes is answered, and never with a fault of the server. */
    @MethodSource("requests")
    @FuzzTest
    void whateverIsAskedIsAnsweredAndNeverAFault(byte[] bytes) {
        try (EmbeddedServer server = new EmbeddedServer()) {
            server.receive(bytes);

            server.checkNoFault();
            assertThat(server.statuses).allMatch(status -> status < 500);
            if (server.open() && server.requests.stream().noneMatch(HttpRequestsFuzzTest::mayWait)) {
                assertThat(server.statuses).hasSizeGreaterThanOrEqualTo(server.requests.size());
            }
        }
    }

    /** A poll is answered when there is something to say. */
    private static boolean mayWait(String request) {
        return request.contains("poll");
    }
}
