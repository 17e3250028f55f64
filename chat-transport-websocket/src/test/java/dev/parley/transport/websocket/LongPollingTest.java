package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.options.ConnectionOptions;
import dev.parley.transport.websocket.options.PollOptions;
import dev.parley.transport.websocket.options.ServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Served.class)
class LongPollingTest {

    private final Served served;

    private static final PollOptions PATIENT = PollOptions.DEFAULT;

    private final PlainChat chat = new PlainChat();
    private ChatServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    private ChatServer start(ServerOptions options) {
        return served.builder(chat).host("127.0.0.1").port(0).options(options).start();
    }

    private void restart(ServerOptions options) {
        server.close();
        server = start(options);
    }

    LongPollingTest(Served served) {
        this.served = served;
        server = start(ServerOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        server.close();
        served.close();
    }

    private CompletableFuture<HttpResponse<String>> poll(String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/v1/poll"))
                .timeout(Duration.ofSeconds(40))
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> now(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        return answer.get(15, TimeUnit.SECONDS);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static Event hint(int n) {
        return new Event.Hint(new ConversationId("c." + n), n);
    }

    @Test
    void aSessionOpensWithHello() throws Exception {
        HttpResponse<String> opened = now(poll(JdkSocket.HELLO));

        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).contains("\"welcome\"");
        assertThat(header(opened, "X-Parley-Batch")).isEqualTo("1");
        assertThat(header(opened, "X-Parley-Session")).hasSizeGreaterThanOrEqualTo(43);
        assertThat(header(opened, "Cache-Control")).isEqualTo("no-store");
        assertThat(chat.session().connection.remoteAddress()).isEqualTo("127.0.0.1");
        assertThat(server.connections()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void aSessionSpeaksTheEncodingItOpenedWith() throws Exception {
        Frame hello = new Frame.Request(1, new Command.Hello("ada", new DeviceId("d1"), "", "test", List.of()));
        HttpResponse<byte[]> opened = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/poll"))
                        .header("Content-Type", "application/cbor")
                        .POST(BodyPublishers.ofByteArray(FrameCodec.CBOR.encode(hello)))
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(header(opened, "Content-Type")).isEqualTo("application/cbor");
        assertThat(FrameCodec.CBOR.decodeAnswers(opened.body())).hasSize(1);
    }

    @Test
    void anAnswerComesAsSoonAsThereIsOne() throws Exception {
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");
        var waiting = poll("", "X-Parley-Session", secret, "X-Parley-Ack", "1");

        chat.session().push(hint(1), hint(2));

        HttpResponse<String> answer = now(waiting);
        assertThat(answer.body().lines()).hasSize(2);
        assertThat(header(answer, "X-Parley-Batch")).isEqualTo("2");
    }

    @Test
    void requestsAreAnsweredInTheSamePost() throws Exception {
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");

        HttpResponse<String> answer = now(poll(
                "{\"id\":2,\"ping\":{}}\n{\"id\":3,\"ping\":{}}", "X-Parley-Session", secret, "X-Parley-Ack", "1"));

        assertThat(answer.body()).isEqualTo("{\"id\":2,\"done\":{}}\n{\"id\":3,\"done\":{}}");
    }

    @Test
    void anAnswerThatWasNotAcknowledgedIsSentAgain() throws Exception {
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");
        PlainChat.Opened session = chat.session();
        session.push(hint(7));

        HttpResponse<String> again = now(poll("", "X-Parley-Session", secret));
        HttpResponse<String> onceMore = now(poll("", "X-Parley-Session", secret, "X-Parley-Ack", "0"));
        HttpResponse<String> next = now(poll("", "X-Parley-Session", secret, "X-Parley-Ack", "1"));

        assertThat(again.body()).contains("welcome").doesNotContain("hint");
        assertThat(header(again, "X-Parley-Batch")).isEqualTo("1");
        assertThat(onceMore.body()).isEqualTo(again.body());
        assertThat(next.body()).contains("hint").doesNotContain("welcome");
        assertThat(header(next, "X-Parley-Batch")).isEqualTo("2");
    }

    @Test
    void whatWasAnsweredIntoABrokenConnectionIsNotLost() throws Exception {
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");
        PlainChat.Opened session = chat.session();
        try (RawSocket broken = new RawSocket(server.port())) {
            broken.text("POST /v1/poll HTTP/1.1\r\nHost: x\r\nX-Parley-Session: " + secret
                    + "\r\nX-Parley-Ack: 1\r\nContent-Length: 18\r\n\r\n{\"id\":2,\"ping\":{}}");
            session.received.take();
            assertThat(session.received.take()).isInstanceOf(Frame.Request.class);
        }
        session.push(hint(9));

        StringBuilder arrived = new StringBuilder();
        String acknowledged = "1";
        while (arrived.indexOf("c.9") < 0) {
            HttpResponse<String> answer = now(poll("", "X-Parley-Session", secret, "X-Parley-Ack", acknowledged));
            arrived.append(answer.body());
            acknowledged = header(answer, "X-Parley-Batch");
        }

        assertThat(arrived.toString()).contains("\"id\":2").contains("c.9");
    }

    @Test
    void aNewerRequestTakesOver() throws Exception {
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");
        PlainChat.Opened session = chat.session();
        session.received.take();
        var older = poll("{\"pong\":{}}", "X-Parley-Session", secret, "X-Parley-Ack", "1");
        session.received.take();

        var newer = poll("", "X-Parley-Session", secret, "X-Parley-Ack", "1");

        assertThat(now(older).statusCode()).isEqualTo(200);
        assertThat(now(older).body()).isEmpty();
        session.push(hint(3));
        assertThat(now(newer).body()).contains("c.3");
    }

    @Test
    void aRequestWithNothingToSayIsAnsweredEmptyAfterAWhile() throws Exception {
        restart(ServerOptions.DEFAULT.with(
                new PollOptions(Duration.ofMillis(200), Duration.ofSeconds(60), PATIENT.answer())));
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");

        HttpResponse<String> answer = now(poll("", "X-Parley-Session", secret, "X-Parley-Ack", "1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "X-Parley-Batch")).isEmpty();
    }

    @Test
    void aSessionThatIsNotPolledEnds() throws Exception {
        restart(ServerOptions.DEFAULT.with(
                new PollOptions(Duration.ofSeconds(25), Duration.ofMillis(300), PATIENT.answer())));
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");

        chat.session().gone.get(10, TimeUnit.SECONDS);

        HttpResponse<String> late = now(poll("", "X-Parley-Session", secret, "X-Parley-Ack", "1"));
        assertThat(late.statusCode()).isEqualTo(410);
        assertThat(header(late, "X-Parley-Close")).isEqualTo("4002");
    }

    @Test
    void aSessionWhoseClientIsGoneEnds() throws Exception {
        restart(ServerOptions.DEFAULT.with(
                new PollOptions(Duration.ofSeconds(25), Duration.ofMillis(300), PATIENT.answer())));
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");
        PlainChat.Opened session = chat.session();
        session.received.take();
        try (RawSocket broken = new RawSocket(server.port())) {
            broken.text("POST /v1/poll HTTP/1.1\r\nHost: x\r\nX-Parley-Session: " + secret
                    + "\r\nX-Parley-Ack: 1\r\nContent-Length: 11\r\n\r\n{\"pong\":{}}");
            session.received.take();
            assertThat(session.gone).isNotDone();
        }

        session.gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aClosedSessionSaysWhy() throws Exception {
        HttpResponse<String> refused = now(poll("{\"id\":1,\"hello\":{\"token\":\"bad\",\"device\":\"d1\"}}"));
        String secret = header(refused, "X-Parley-Session");
        PlainChat.Opened session = chat.session();
        session.gone.get(10, TimeUnit.SECONDS);

        HttpResponse<String> over = now(poll("", "X-Parley-Session", secret, "X-Parley-Ack", "1"));

        assertThat(refused.statusCode()).isEqualTo(200);
        assertThat(refused.body()).contains("unauthenticated");
        assertThat(over.statusCode()).isEqualTo(410);
        assertThat(header(over, "X-Parley-Close")).isEqualTo("4501");
    }

    @Test
    void aWaitingRequestHearsOfTheClose() throws Exception {
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");
        PlainChat.Opened session = chat.session();
        session.received.take();
        var waiting = poll("{\"pong\":{}}", "X-Parley-Session", secret, "X-Parley-Ack", "1");
        session.received.take();

        session.close(CloseCode.DISPLACED, "elsewhere");

        assertThat(now(waiting).statusCode()).isEqualTo(410);
        assertThat(header(now(waiting), "X-Parley-Close")).isEqualTo("4502");
        session.gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aSessionThatNobodyKnowsIsOver() throws Exception {
        HttpResponse<String> answer = now(poll("", "X-Parley-Session", "guessed"));

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(header(answer, "X-Parley-Close")).isEqualTo("4002");
    }

    @Test
    void badRequestsAreRefused() throws Exception {
        assertThat(now(poll("")).statusCode()).isEqualTo(400);
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");
        assertThat(now(poll("", "X-Parley-Session", secret, "X-Parley-Ack", "2"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(now(poll("", "X-Parley-Session", secret, "X-Parley-Ack", "x"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void largeBacklogsComeInSeveralAnswersAndHoldTheSessionBack() throws Exception {
        restart(ServerOptions.DEFAULT.with(new PollOptions(Duration.ofSeconds(5), Duration.ofSeconds(60), 1_000)));
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");
        PlainChat.Opened session = chat.session();
        Event[] hints = new Event[2_000];
        for (int i = 0; i < hints.length; i++) {
            hints[i] = hint(i + 1);
        }
        session.push(hints);

        int seen = 0;
        String acknowledged = "1";
        while (seen < hints.length) {
            HttpResponse<String> answer = now(poll("", "X-Parley-Session", secret, "X-Parley-Ack", acknowledged));
            assertThat(answer.body().length()).isLessThanOrEqualTo(1_000);
            seen += (int) answer.body().lines().count();
            acknowledged = header(answer, "X-Parley-Batch");
        }

        assertThat(seen).isEqualTo(hints.length);
        List<Boolean> changes = new ArrayList<>();
        do {
            changes.add(session.writability.poll(10, TimeUnit.SECONDS)); // null when none comes
        } while (Boolean.FALSE.equals(changes.get(changes.size() - 1)));
        assertThat(changes).last().isEqualTo(true);
    }

    @Test
    void sessionsCountAsConnections() throws Exception {
        restart(ServerOptions.DEFAULT.with(ConnectionOptions.DEFAULT.withCaps(100, 2)));
        assertThat(now(poll(JdkSocket.HELLO)).statusCode()).isEqualTo(200);

        assertThat(now(poll(JdkSocket.HELLO)).statusCode()).isEqualTo(503);
    }

    @Test
    void closingTheServerEndsWaitingRequests() throws Exception {
        String secret = header(now(poll(JdkSocket.HELLO)), "X-Parley-Session");
        PlainChat.Opened session = chat.session();
        session.received.take();
        var waiting = poll("{\"pong\":{}}", "X-Parley-Session", secret, "X-Parley-Ack", "1");
        session.received.take();

        server.close();

        assertThat(now(waiting).statusCode()).isEqualTo(410);
        assertThat(header(now(waiting), "X-Parley-Close")).isEqualTo("4000");
    }
}
