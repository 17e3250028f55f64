package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one request may hold, each limit by itself, against a server with a whole engine: the tables of docs/limits.md. */
class LimitsTest {

    private static final String LIMIT = "limit_exceeded";
    private static final String BAD = "bad_request";

    static Stream<Arguments> limits() {
        return Stream.of(
                limit("text in code points", 100_000, LIMIT, n -> send("k", text("\uD83D\uDE00".repeat(n)))),
                limit("bytes of content", 262_144, LIMIT, n -> send("k", data(n))),
                limit(
                        "bytes of custom",
                        4_096,
                        LIMIT,
                        n -> send("k", text("x") + ",'custom':{'a':'" + x(n - 1) + "'}")),
                limit("mentions", 100, LIMIT, n -> send("k", text("x") + ",'mentions':" + list(n, "'u%d'"))),
                limit("media type", 127, BAD, n -> send("k", "'content':{'mediaType':'" + x(n) + "','data':''}")),
                limit("title in code points", 200, LIMIT, n -> create("\u00e9".repeat(n), "[]")),
                limit("members", 999, LIMIT, n -> create("t", list(n, "{'user':'u%d'}"))),
                limit("bytes of an emoji", 64, LIMIT, n -> react(x(n))),
                limit("id of a user", 128, BAD, n -> command("send_to", "'to':'" + x(n) + "','key':'k'," + text("x"))),
                limit("key", 64, BAD, n -> send(x(n), text("x"))),
                limit("name of a member", 1_000, BAD, n -> command("unread", "'" + x(n) + "':1")),
                limit("digits of a number", 40, BAD, n -> command("unread", "'a':" + "7".repeat(n))),
                limit("depth", 12, BAD, n -> command("unread", "'a':" + "[".repeat(n - 2) + "]".repeat(n - 2))),
                limit(
                        "times that a member comes",
                        1,
                        BAD,
                        n -> command("unread", list(n, "'a':%d").replaceAll("[\\[\\]]", ""))));
    }

    private static Arguments limit(String what, int most, String beyond, IntFunction<String> request) {
        return Arguments.of(what, request.apply(most), beyond, request.apply(most + 1));
    }

    private static String command(String name, String members) {
        return ("{'id':1,'" + name + "':{" + members + "}}").replace('\'', '"');
    }

    private static String send(String key, String members) {
        return command("send", "'conversation':'" + EmbeddedServer.DIRECT + "','key':'" + key + "'," + members);
    }

    private static String create(String title, String members) {
        return command("create", "'key':'k','title':'" + title + "','members':" + members);
    }

    private static String react(String emoji) {
        String target = "'conversation':'" + EmbeddedServer.DIRECT + "','key':'k','target':2";
        return command("react", target + ",'emoji':'" + emoji + "'");
    }

    private static String text(String text) {
        return "'content':{'text':'" + text + "'}";
    }

    private static String data(int bytes) {
        String data = Base64.getEncoder().encodeToString(new byte[bytes]);
        return "'content':{'mediaType':'image/png','data':'" + data + "'}";
    }

    private static String x(int length) {
        return "x".repeat(length);
    }

    private static String list(int size, String element) {
        return IntStream.range(0, size).mapToObj(element::formatted).collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void whatIsAtTheLimitIsDoneAndWhatIsBeyondIsRefused(String what, String most, String code, String beyond) {
        assertThat(answer(most)).doesNotContain("\"error\"");
        assertThat(answer(beyond)).contains("\"code\":\"" + code + "\"");
    }

    private static String answer(String request) {
        byte[] body = request.getBytes(StandardCharsets.UTF_8);
        try (EmbeddedServer server = new EmbeddedServer()) {
            server.receive(("POST /v1/commands HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ada\r\nContent-Length: "
                            + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            server.receive(body);
            server.checkNoFault();
            assertThat(server.bodies).hasSize(1);
            return server.bodies.get(0);
        }
    }
}
