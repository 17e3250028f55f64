package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.SessionOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The real engine behind every way in. */
@ParameterizedClass
@EnumSource(Served.class)
class WholeEngineTest {

    private final Served served;

    private static final String SEND =
            "{\"id\":2,\"send_to\":{\"to\":\"grace\",\"key\":\"%s\",\"content\":{\"text\":\"%s\"}}}";

    private final SystemRuntime runtime = SystemRuntime.start(2);
    private final Chat chat = engine(SessionOptions.DEFAULT);
    private final ChatServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    private Chat engine(SessionOptions sessions) {
        return Chat.builder(InMemoryStores.create(), runtime.runtime())
                .authenticator(who ->
                        CompletableFuture.completedFuture(new Authenticator.Identity(new UserId(who.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .options(ChatOptions.DEFAULT.with(sessions))
                .build();
    }

    WholeEngineTest(Served served) {
        this.served = served;
        server = served.builder(chat).host("127.0.0.1").port(0).start();
    }

    @AfterEach
    void close() {
        chat.close();
        server.close();
        served.close();
        runtime.close();
    }

    private JdkSocket signedIn(String user) throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");
        client.send("{\"id\":1,\"hello\":{\"token\":\"" + user + "\",\"device\":\"" + user + "-1\"}}");
        assertThat(client.text()).contains("welcome");
        return client;
    }

    private static String until(JdkSocket client, String wanted) throws InterruptedException {
        String message = client.text();
        while (!message.contains(wanted)) {
            message = client.text();
        }
        return message;
    }

    private HttpRequest.Builder request(String user, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + user);
    }

    @Test
    void aRevokedDeviceIsRefusedWhicheverWayItComes() throws Exception {
        JdkSocket stolen = signedIn("ada");
        JdkSocket grace = signedIn("grace");
        HttpRequest.Builder unread = request("ada", "/v1/unread").header("X-Parley-Device", "ada-1");
        assertThat(http.send(unread.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        http.send(
                request("ada", "/v1/commands")
                        .POST(BodyPublishers.ofString("{\"revoke_device\":{\"device\":\"ada-1\"}}"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(stolen.closedWith()).startsWith("4503");
        HttpResponse<String> refused = http.send(unread.build(), BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("the device was revoked");
        assertThat(http.send(request("ada", "/v1/unread").build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        grace.send("{\"id\":5,\"ping\":{}}");
        assertThat(until(grace, "\"id\":5")).contains("done");
    }

    @Test
    void aClientThatAsksForManyPagesAtOnceGetsThemAll() throws Exception {
        JdkSocket ada = signedIn("ada");
        ada.send(SEND.formatted("k1", "x".repeat(90_000)));
        assertThat(until(ada, "\"ack\"")).contains("\"seq\":2");
        String conversation =
                ConversationId.direct(new UserId("ada"), new UserId("grace")).value();
        for (int id = 100; id < 350; id++) {
            ada.send("{\"id\":" + id + ",\"history\":{\"conversation\":\"" + conversation + "\"}}");
        }
        for (int id = 100; id < 350; id++) {
            assertThat(until(ada, "\"id\":" + id + ",").length()).isGreaterThan(90_000);
        }
    }

    @Test
    void aMessageReachesWebSocketLongPollAndHttp() throws Exception {
        JdkSocket grace = signedIn("grace");
        HttpResponse<String> polling = http.send(
                request("grace", "/v1/poll")
                        .POST(BodyPublishers.ofString("{\"id\":1,\"hello\":{\"device\":\"grace-2\"}}"))
                        .build(),
                BodyHandlers.ofString());
        String secret = polling.headers().firstValue("X-Parley-Session").orElseThrow();
        JdkSocket ada = signedIn("ada");

        ada.send(SEND.formatted("k1", "over the wire"));

        assertThat(until(ada, "\"ack\"")).contains("\"id\":2").contains("\"seq\":2");
        // The row of the inbox shows the text, too, and may come in a message of its own.
        assertThat(until(grace, "\"entry\"")).contains("over the wire");
        StringBuilder polled = new StringBuilder();
        String acknowledged = "1";
        while (polled.indexOf("\"entry\"") < 0) {
            HttpResponse<String> answer = http.send(
                    request("grace", "/v1/poll")
                            .header("X-Parley-Session", secret)
                            .header("X-Parley-Ack", acknowledged)
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            polled.append(answer.body());
            acknowledged = answer.headers().firstValue("X-Parley-Batch").orElse(acknowledged);
        }
        String conversation =
                ConversationId.direct(new UserId("ada"), new UserId("grace")).value();
        HttpResponse<String> history = http.send(
                request("grace", "/v1/conversations/" + conversation + "/entries")
                        .build(),
                BodyHandlers.ofString());
        assertThat(history.body()).contains("over the wire");
    }

    @Test
    void whatAClientSaysOfItselfBeyondItsTokenIsIgnored() throws Exception {
        JdkSocket grace = signedIn("grace");
        JdkSocket eve = signedIn("eve");

        eve.send(
                "{\"id\":2,\"user\":\"ada\",\"send_to\":{\"to\":\"grace\",\"key\":\"k\",\"sender\":\"ada\",\"user\":\"ada\","
                        + "\"device\":\"ada-1\",\"seq\":900,\"time\":1,\"role\":\"owner\",\"content\":{\"text\":\"it is me, ada\"}}}");

        assertThat(until(eve, "\"ack\"")).contains("\"seq\":2");
        assertThat(until(grace, "\"entry\""))
                .contains("\"sender\":\"eve\"")
                .contains("eve-1")
                .doesNotContain("ada-1", "\"sender\":\"ada\"", "900", "\"time\":1,");
    }

    @Test
    void aReceiptForWhatWasNeverDeliveredIsRefusedAndToldToNobody() throws Exception {
        JdkSocket ada = signedIn("ada");
        ada.send(SEND.formatted("k", "one"));
        String ack = until(ada, "\"ack\"");
        String conversation =
                ConversationId.direct(new UserId("ada"), new UserId("grace")).value();
        String receipt = "{\"id\":9,\"receipt\":{\"conversation\":\"" + conversation + "\",\"read\":%d}}";
        assertThat(ack).contains("\"seq\":2");

        JdkSocket grace = signedIn("grace");
        grace.send(receipt.formatted(3));
        assertThat(until(grace, "\"id\":9")).contains("invalid_seq");
        JdkSocket stranger = signedIn("eve");
        stranger.send(receipt.formatted(2));
        assertThat(until(stranger, "\"id\":9")).contains("not_found");
        grace.send(receipt.formatted(2));

        assertThat(until(ada, "\"marks\"")).contains("\"user\":\"grace\"").contains("\"read\":2");
    }

    @Test
    void aRetryOverHttpGetsTheAckOfTheFirstTry() throws Exception {
        HttpRequest send = request("ada", "/v1/commands")
                .POST(BodyPublishers.ofString(SEND.formatted("same", "once")))
                .build();

        HttpResponse<String> first = http.send(send, BodyHandlers.ofString());
        HttpResponse<String> second = http.send(send, BodyHandlers.ofString());

        assertThat(first.body()).contains("\"ack\"").isEqualTo(second.body());
    }

    @Test
    void whoDoesNotSayHelloIsClosed() throws Exception {
        SessionOptions usual = SessionOptions.DEFAULT;
        SessionOptions hurried = new SessionOptions(
                Duration.ofMillis(300),
                usual.ping(),
                usual.outbound(),
                usual.stuck(),
                usual.perUser(),
                usual.requests(),
                usual.offlineAfter(),
                usual.typing());
        try (Chat strict = engine(hurried);
                ChatServer strictServer =
                        served.builder(strict).host("127.0.0.1").port(0).start()) {
            JdkSocket client = JdkSocket.open(strictServer.port(), "parley.v1.json");

            assertThat(client.closedWith()).startsWith("4007");
        }
    }

    @Test
    void framesThatCannotBeReadCloseTheSessionAtTheThird() throws Exception {
        JdkSocket ada = signedIn("ada");

        ada.send("not json").send("[]").send("{\"id\":5}");

        assertThat(until(ada, "error")).contains("bad_request");
        assertThat(ada.closedWith()).startsWith("4500");
    }

    @Test
    void theSameDeviceConnectingAgainClosesTheOlderSession() throws Exception {
        JdkSocket older = signedIn("ada");

        signedIn("ada");

        assertThat(older.closedWith()).startsWith("4502");
    }

    @Test
    void closingTheEngineSendsClientsAway() throws Exception {
        JdkSocket ada = signedIn("ada");

        chat.close();

        assertThat(until(ada, "going_away")).contains("reconnectAfterMs");
        assertThat(ada.closedWith()).startsWith("4000");
    }
}
