package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleServerTest {

    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    @TempDir
    private Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void settings() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        System.setProperty("parley.port", Integer.toString(port));
        System.setProperty("parley.data", data.toString());
    }

    @AfterEach
    void noSettings() {
        System.clearProperty("parley.port");
        System.clearProperty("parley.data");
        System.clearProperty("parley.store");
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String signIn(String name) throws Exception {
        Matcher token = TOKEN.matcher(
                post("/demo/sign-in", "{\"name\":\"" + name + "\"}").body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    @Test
    void itSaysWhereItIsAndHowSafeMessagesAre() throws Exception {
        try (ExampleServer example = ExampleServer.start()) {
            assertThat(example.toString())
                    .contains("http://localhost:" + port)
                    .contains("RocksDB")
                    .doesNotContain("\n");
        }
    }

    @Test
    void messagesThatAnEarlierVersionKeptInH2AreStillThere() throws Exception {
        System.setProperty("parley.store", "h2");
        try (ExampleServer example = ExampleServer.start()) {
            assertThat(example.toString()).contains("H2");
        }
        System.clearProperty("parley.store");
        try (ExampleServer example = ExampleServer.start()) {
            assertThat(example.toString()).contains("H2");
        }
    }

    @Test
    void peopleMessagesAndTokensOutliveARestart() throws Exception {
        String token;
        try (ExampleServer example = ExampleServer.start()) {
            assertThat(example.toString()).isNotEmpty();
            token = signIn("Ada Lovelace");
            signIn("Grace");
            HttpResponse<String> sent = post(
                    "/v1/commands",
                    "{\"send_to\":{\"to\":\"grace\",\"key\":\"k\",\"content\":{\"text\":\"still here\"}}}",
                    "Authorization",
                    "Bearer " + token);
            assertThat(sent.body()).contains("\"ack\"");
        }
        try (ExampleServer example = ExampleServer.start()) {
            assertThat(example.toString()).isNotEmpty();
            assertThat(get("/v1/inbox", token).body()).contains("still here");
            assertThat(get("/demo/people", token).body())
                    .isEqualTo("{\"people\":[{\"user\":\"ada-lovelace\",\"name\":\"Ada Lovelace\"},"
                            + "{\"user\":\"grace\",\"name\":\"Grace\"}]}");
        }
    }

    @Test
    void whatIsNoNameIsRefusedWithAMessage() throws Exception {
        List<String> bodies = List.of(
                "{\"name\":\"\"}",
                "{\"name\":\"-.-\"}",
                "{\"name\":\"" + "x".repeat(41) + "\"}",
                "{\"name\":7}",
                "{}",
                "[]",
                "not json",
                "");
        try (ExampleServer example = ExampleServer.start()) {
            assertThat(example.toString()).isNotEmpty();
            for (String body : bodies) {
                HttpResponse<String> refused = post("/demo/sign-in", body);

                assertThat(refused.statusCode()).as(body).isEqualTo(400);
                assertThat(refused.body()).as(body).startsWith("{\"message\":\"");
            }
        }
    }

    @Test
    void thePeopleAreForThoseWhoSignedIn() throws Exception {
        try (ExampleServer example = ExampleServer.start()) {
            assertThat(example.toString()).isNotEmpty();
            assertThat(get("/demo/people", "").statusCode()).isEqualTo(401);
            assertThat(get("/demo/people", "forged").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void thePageComesWithAStrictPolicy() throws Exception {
        Map<String, String> types =
                Map.of("/", "text/html", "/parley/index.js", "text/javascript", "/js/main.js", "text/javascript");
        try (ExampleServer example = ExampleServer.start()) {
            assertThat(example.toString()).isNotEmpty();
            for (Map.Entry<String, String> file : types.entrySet()) {
                HttpResponse<String> page = get(file.getKey(), "");

                assertThat(page.statusCode()).as(file.getKey()).isEqualTo(200);
                assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith(file.getValue());
                assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                        .contains("default-src 'none'")
                        .contains("script-src 'self'")
                        .doesNotContain("unsafe");
            }
        }
    }
}
