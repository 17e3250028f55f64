package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Health;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.transport.websocket.options.ServerOptions;
import dev.parley.view.EntryPage;
import dev.parley.view.Unread;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Served.class)
class HttpApiTest {

    private final Served served;

    private static final ConversationId C1 = new ConversationId("c.1");

    private final PlainChat chat = new PlainChat();
    private final ChatServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    HttpApiTest(Served served) {
        this.served = served;
        server = served.builder(chat)
                .host("127.0.0.1")
                .port(0)
                .options(ServerOptions.DEFAULT.withOrigins("https://chat.example"))
                .start();
    }

    @AfterEach
    void close() {
        server.close();
        served.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer ada");
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private void fail(ChatException failure) {
        chat.result = CompletableFuture.failedFuture(failure);
    }

    static Stream<Arguments> reads() {
        return Stream.of(
                Arguments.of("/v1/inbox", new Command.Inbox(null, null)),
                Arguments.of("/v1/inbox?cursor=a%2Bb&limit=7", new Command.Inbox("a+b", 7)),
                Arguments.of("/v1/unread", new Command.CountUnread()),
                Arguments.of("/v1/devices", new Command.ListDevices()),
                Arguments.of("/v1/nodes", new Command.ListNodes(null)),
                Arguments.of("/v1/nodes?limit=7", new Command.ListNodes(7)),
                Arguments.of("/v1/blocked", new Command.ListBlocked()),
                Arguments.of("/v1/conversations/c.1", new Command.Show(C1)),
                Arguments.of("/v1/conversations/a%2Fb+%C3%A9", new Command.Show(new ConversationId("a/b+é"))),
                Arguments.of("/v1/conversations/c.1/entries", new Command.History(C1, null, null, null, null)),
                Arguments.of(
                        "/v1/conversations/c.1/entries?before=9&limit=3", new Command.History(C1, 9L, null, null, 3)),
                Arguments.of("/v1/conversations/c.1/entries?after=9", new Command.History(C1, null, 9L, null, null)),
                Arguments.of("/v1/conversations/c.1/entries?around=9", new Command.History(C1, null, null, 9L, null)),
                Arguments.of(
                        "/v1/conversations/c.1/members?after=ada&limit=2",
                        new Command.ListMembers(C1, new UserId("ada"), 2)),
                Arguments.of("/v1/conversations/c.1/marks", new Command.ListMarks(C1)));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void readsAreCommands(String path, Command command) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"done\":{}}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(chat.commands).containsExactly(command);
        assertThat(chat.actors).singleElement().satisfies(actor -> {
            assertThat(actor.user()).isEqualTo(new UserId("ada"));
            assertThat(actor.device()).isNull();
        });
    }

    @Test
    void whoHoldsThePageOfEntriesIsNotSentItAgain() throws Exception {
        String path = "/v1/conversations/c.1/entries";
        chat.result = CompletableFuture.completedFuture(new Result.Page(new EntryPage(List.of(), 3, 3, false, false)));
        HttpResponse<String> first = get(path);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = get(path, "If-None-Match", "\"other\", W/" + tag);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).contains(tag);
        assertThat(chat.commands).hasSize(2); // the engine judged both

        chat.result = CompletableFuture.completedFuture(new Result.Page(new EntryPage(List.of(), 4, 4, false, false)));
        HttpResponse<String> newer = get(path, "If-None-Match", tag);
        assertThat(newer.statusCode()).isEqualTo(200);
        assertThat(newer.headers().firstValue("ETag"))
                .isNotEqualTo(first.headers().firstValue("ETag"));
        assertThat(get(path, "If-None-Match", tag, "Accept", "application/cbor").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoMayNotReadIsRefusedWhateverTheyHold() throws Exception {
        fail(new ChatException(ErrorCode.FORBIDDEN, "no"));
        assertThat(get("/v1/conversations/c.1/entries", "If-None-Match", "*").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aCommandIsPostedAsItsFrame() throws Exception {
        HttpResponse<String> answer = post(
                "/v1/commands",
                "{\"id\":7,\"send\":{\"conversation\":\"c.1\",\"key\":\"k\",\"content\":{\"text\":\"hi\"}}}",
                "X-Parley-Device",
                "d1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"id\":7,\"done\":{}}");
        assertThat(chat.commands).containsExactly(new Command.Send(C1, "k", MessageBody.text("hi")));
        assertThat(chat.actors)
                .singleElement()
                .satisfies(actor -> assertThat(actor.device()).isEqualTo(new DeviceId("d1")));
    }

    @Test
    void aDeviceThatWasRevokedIsRefused() throws Exception {
        HttpResponse<String> answer = http.send(
                request("/v1/unread").setHeader("X-Parley-Device", "stolen").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("forbidden").contains("the device was revoked");
        assertThat(chat.commands).isEmpty();
    }

    @Test
    void theApiSpeaksCbor() throws Exception {
        chat.result = CompletableFuture.completedFuture(new Result.UnreadIs(new Unread(3, 1, false), 2));
        Frame count = new Frame.Request(5, new Command.CountUnread());

        HttpResponse<byte[]> answer = http.send(
                request("/v1/commands")
                        .header("Content-Type", "application/cbor")
                        .POST(BodyPublishers.ofByteArray(FrameCodec.CBOR.encode(count)))
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/cbor");
        assertThat(FrameCodec.CBOR.decodeAnswers(answer.body()))
                .containsExactly(new Frame.Ok(5, new Result.UnreadIs(new Unread(3, 1, false), 2)));
    }

    @Test
    void whatTheClientAcceptsDecides() throws Exception {
        HttpResponse<String> answer = get("/v1/unread", "Accept", "application/cbor");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/cbor");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST,400", "UNKNOWN_COMMAND,400", "UNAUTHENTICATED,401", "TOKEN_EXPIRED,401", "FORBIDDEN,403",
        "NOT_FOUND,404", "GONE,410", "INVALID_REFERENCE,400", "INVALID_SEQ,400", "INVALID_CURSOR,400",
        "INVALID_TEXT,400", "LIMIT_EXCEEDED,413", "OWNER_REQUIRED,400", "IDEMPOTENCY_CONFLICT,409", "REJECTED,422",
        "RATE_LIMITED,429", "OVERLOADED,503", "STORE_UNAVAILABLE,503", "OUTCOME_UNKNOWN,500", "SHUTTING_DOWN,503",
        "INTERNAL,500"
    })
    void errorsHaveAStatus(ErrorCode code, int status) throws Exception {
        fail(new ChatException(code, "why"));

        HttpResponse<String> answer = get("/v1/unread");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body())
                .contains("\"code\":\"" + code.wireName() + "\"")
                .contains("\"retryable\":" + code.retryable());
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 429 || status == 503);
    }

    @Test
    void retryAfterIsRoundedUpToSeconds() throws Exception {
        fail(ChatException.retryAfter(ErrorCode.RATE_LIMITED, "slower", Duration.ofMillis(1200)));

        HttpResponse<String> answer = get("/v1/unread");

        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        assertThat(answer.body()).contains("\"retryAfterMs\":1200");
    }

    @ParameterizedTest
    @CsvSource({"bad,unauthenticated", "old,token_expired"})
    void badTokensAreRefused(String token, String code) throws Exception {
        HttpResponse<String> answer = http.send(
                request("/v1/unread")
                        .setHeader("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains(code);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(chat.commands).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"hello\":{\"device\":\"d1\"}}",
                "{\"sync\":{}}",
                "{\"ping\":{}}",
                "{\"pong\":{}}",
                "{\"typing\":{\"conversation\":\"c.1\"}}",
                "{\"watch\":{\"users\":[]}}",
                "",
                "{\"unread\":{}}\n{\"unread\":{}}",
                "not json",
                "{\"send\":{\"conversation\":\"c.1\"}}",
                "{\"sing\":{}}"
            })
    void whatIsNoSingleCommandIsRefused(String body) throws Exception {
        HttpResponse<String> answer = post("/v1/commands", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":");
        assertThat(chat.commands).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/nothing,404",
        "/v1/,404",
        "/v1/conversations,404",
        "/v1/conversations/c.1/nothing,404",
        "/v1/conversations/c.1/entries/7,404",
        "/v1/conversations//entries,400",
        "/v1/conversations/%00,400",
        "/v1/conversations/c.1/entries?before=x,400",
        "/v1/conversations/c.1/members?after=%01,400",
        "/v2/inbox,404"
    })
    void otherPathsAreRefused(String path, int status) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(status);
        assertThat(chat.commands).isEmpty();
    }

    @Test
    void aPathThatIsBadlyEncodedIsRefused() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            assertThat(client.request("GET /v1/conversations/%zz HTTP/1.1", "Host: x")
                            .head())
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        HttpResponse<String> answer = post("/v1/inbox", "{}");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(get("/v1/commands").headers().firstValue("Allow")).contains("POST");
        assertThat(get("/v1/poll").headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @EnumSource(Health.Status.class)
    void healthNeedsNoToken(Health.Status status) throws Exception {
        chat.health = status;

        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/health"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status == Health.Status.DOWN ? 503 : 200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"" + status.name().toLowerCase(java.util.Locale.ROOT) + "\"}");
    }

    @Test
    void anAllowedPageMayReadTheAnswer() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.request(
                    "GET /v1/unread HTTP/1.1", "Host: x", "Authorization: Bearer ada", "Origin: https://chat.example");
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("access-control-allow-origin: https://chat.example\r\n")
                    .containsIgnoringCase("vary: origin\r\n");
        }
    }

    @Test
    void anAllowedPageMayAskFirst() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.request(
                    "OPTIONS /v1/commands HTTP/1.1",
                    "Host: x",
                    "Origin: https://chat.example",
                    "Access-Control-Request-Method: POST");
            assertThat(client.head())
                    .startsWith("HTTP/1.1 204")
                    .containsIgnoringCase("access-control-allow-origin: https://chat.example")
                    .containsIgnoringCase("access-control-allow-headers: authorization, content-type");
        }
    }

    @Test
    void anotherPageMayNot() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.request(
                    "GET /v1/unread HTTP/1.1", "Host: x", "Authorization: Bearer ada", "Origin: https://evil.example");
            assertThat(client.head())
                    .startsWith("HTTP/1.1 403")
                    .doesNotContainIgnoringCase("access-control-allow-origin");
        }
        assertThat(chat.commands).isEmpty();
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInOrder() throws Exception {
        CompletableFuture<Result> slow = new CompletableFuture<>();
        chat.result = slow;
        try (RawSocket client = new RawSocket(server.port())) {
            client.text("GET /v1/unread HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ada\r\n\r\n"
                    + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20));
            slow.complete(new Result.Done());

            assertThat(client.head()).startsWith("HTTP/1.1 200");
            client.socket().getInputStream().readNBytes("{\"done\":{}}".length());
            for (int i = 0; i < 20; i++) {
                assertThat(client.head()).startsWith("HTTP/1.1 404");
                client.socket().getInputStream().readNBytes("There is no such page.".length());
            }
        }
    }

    @Test
    void aConnectionIsKeptUnlessTheClientSaysOtherwise() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.request("GET /v1/health HTTP/1.1", "Host: x", "Connection: close");
            assertThat(client.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(client.socket().getInputStream().readAllBytes())
                    .isEqualTo("{\"status\":\"up\"}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.request("POST /v1/commands HTTP/1.1", "Host: x", "Content-Length: 1048577");
            assertThat(client.head()).startsWith("HTTP/1.1 413");
        }
        try (RawSocket client = new RawSocket(server.port())) {
            client.text("GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 414");
        }
        try (RawSocket client = new RawSocket(server.port())) {
            client.text("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 431");
        }
        try (RawSocket client = new RawSocket(server.port())) {
            client.request("this is not http");
            assertThat(client.head()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void aBodyWithoutALengthHasTheSameLimit() throws Exception {
        String chunk = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        for (String path : List.of("/v1/commands", "/v1/poll")) {
            try (RawSocket client = new RawSocket(server.port())) {
                client.request("POST " + path + " HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
                for (int i = 0; i < 32; i++) {
                    client.text(chunk);
                }
                client.text("1\r\n \r\n");

                assertThat(client.head()).startsWith("HTTP/1.1 413");
            }
        }
    }

    @Test
    void trailersHaveTheLimitOfHeaders() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.request("POST /v1/commands HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
            client.text("0\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 4");
            assertThat(chat.commands).isEmpty();
        }
    }

    @Test
    void aFaultIsToldWithoutDetails() throws Exception {
        chat.result = CompletableFuture.failedFuture(new IllegalStateException("a secret of the server"));

        HttpResponse<String> answer = get("/v1/unread");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"internal\"").doesNotContain("secret");
    }
}
