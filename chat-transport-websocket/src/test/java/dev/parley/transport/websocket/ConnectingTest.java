package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.transport.websocket.options.ConnectionOptions;
import dev.parley.transport.websocket.options.HttpOptions;
import dev.parley.transport.websocket.options.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Served.class)
class ConnectingTest {

    private final Served served;

    private static final ConnectionOptions HURRIED =
            ConnectionOptions.DEFAULT.withTimes(Duration.ofMillis(700), Duration.ofMillis(300));

    private final PlainChat chat = new PlainChat();
    private ChatServer server;

    private ChatServer start(ServerOptions options) {
        return served.builder(chat).host("127.0.0.1").port(0).options(options).start();
    }

    private void restart(ServerOptions options) {
        server.close();
        server = start(options);
    }

    ConnectingTest(Served served) {
        this.served = served;
        server = start(ServerOptions.DEFAULT.withOrigins("https://chat.example"));
    }

    @AfterEach
    void close() {
        server.close();
        served.close();
    }

    private String answerTo(String path, String... headers) throws IOException {
        try (RawSocket client = new RawSocket(server.port())) {
            return client.upgrade(path, headers).head();
        }
    }

    @Test
    void aPageOfAnAllowedOriginConnects() throws Exception {
        assertThat(answerTo("/v1/connect", "Origin: https://chat.example"))
                .startsWith("HTTP/1.1 101")
                .containsIgnoringCase("sec-websocket-protocol: parley.v1.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://chat.example",
                "https://chat.example:8443",
                "https://chat.example.evil",
                "null",
                ""
            })
    void aPageOfAnyOtherOriginDoesNot(String origin) throws Exception {
        assertThat(answerTo("/v1/connect", "Origin: " + origin)).startsWith("HTTP/1.1 403");
        assertThat(chat.opened).isEmpty();
    }

    @Test
    void twoOriginsAreNone() throws Exception {
        assertThat(answerTo("/v1/connect", "Origin: https://chat.example", "Origin: https://chat.example"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void anOptionThatIsNoOriginIsRefused() {
        assertThatThrownBy(() -> ServerOptions.DEFAULT.withOrigins("https://chat.example/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: scheme://host");
    }

    @Test
    void theFirstKnownSubprotocolIsChosen() throws Exception {
        assertThat(answerTo("/v1/connect", "Sec-WebSocket-Protocol: other, parley.v1.cbor, parley.v1.json"))
                .containsIgnoringCase("sec-websocket-protocol: parley.v1.cbor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley.v2.json", "", "parley.v1.jsonx"})
    void withoutAKnownSubprotocolTheAnswerListsThem(String offered) throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.upgrade("/v1/connect", "Sec-WebSocket-Protocol: " + offered, "Connection: close");
            assertThat(client.head()).startsWith("HTTP/1.1 400");
            assertThat(new String(
                            client.socket().getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("parley.v1.json", "parley.v1.cbor");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/connect?token=ada", "/v1/connect?access_token=ada", "/v1/inbox?token=ada"})
    void aTokenInTheUrlIsRefused(String path) throws Exception {
        assertThat(answerTo(path)).startsWith("HTTP/1.1 400");
        assertThat(chat.opened).isEmpty();
    }

    @Test
    void aHandshakeThatIsNoneIsRefused() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.request("GET /v1/connect HTTP/1.1", "Host: x");
            assertThat(client.head()).startsWith("HTTP/1.1 426");
        }
        try (RawSocket client = new RawSocket(server.port())) {
            client.request(
                    "GET /v1/connect HTTP/1.1",
                    "Host: x",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 8",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(client.head()).startsWith("HTTP/1.1 426").containsIgnoringCase("sec-websocket-version: 13");
        }
        try (RawSocket client = new RawSocket(server.port())) {
            client.request(
                    "GET /v1/connect HTTP/1.1",
                    "Host: x",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: short");
            assertThat(client.head()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void aClientThatSaysNothingIsCut() throws Exception {
        restart(ServerOptions.DEFAULT.with(HURRIED));
        try (RawSocket client = new RawSocket(server.port())) {
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aClientThatDripsHeadersIsCut() throws Exception {
        restart(ServerOptions.DEFAULT.with(HURRIED));
        try (RawSocket client = new RawSocket(server.port())) {
            client.text("GET /v1/connect HTTP/1.1\r\nHost: localhost\r\n");
            long started = System.nanoTime();

            client.socket().setSoTimeout(100);
            boolean ended = false;
            int drops = 0;
            while (!ended && drops < 100) {
                try {
                    client.text("X-Drop-" + drops++ + ": 1\r\n");
                    ended = client.ended();
                } catch (java.net.SocketTimeoutException e) {
                    // nothing came yet, and the connection is still there: the next drop
                } catch (IOException e) {
                    ended = true;
                }
            }

            assertThat(ended).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void aClientThatDripsABodyIsCut() throws Exception {
        HttpOptions http = new HttpOptions(4096, 16384, 1024, Duration.ofMillis(300), Duration.ofSeconds(60), 10);
        restart(ServerOptions.DEFAULT.with(http));
        try (RawSocket client = new RawSocket(server.port())) {
            client.text("POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{");

            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void anIdleConnectionIsCut() throws Exception {
        HttpOptions http = new HttpOptions(4096, 16384, 1024, Duration.ofSeconds(30), Duration.ofMillis(200), 10);
        restart(ServerOptions.DEFAULT.with(http));
        try (RawSocket client = new RawSocket(server.port())) {
            client.request("GET /nothing HTTP/1.1", "Host: localhost");
            assertThat(client.head()).startsWith("HTTP/1.1 404").containsIgnoringCase("content-length: 22");
            client.socket().getInputStream().readNBytes(22);

            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void theTimeForHelloCountsFromAccept() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.text("GET /v1/connect HTTP/1.1\r\n");
            while (server.connections() == 0) {
                Thread.onSpinWait();
            }
            long accepted = System.currentTimeMillis();
            assertThat(chat.opened.poll(50, TimeUnit.MILLISECONDS)).isNull();
            client.request(
                    "Host: localhost",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Protocol: parley.v1.json");

            assertThat(chat.session().acceptedAt).isLessThan(accepted + 50);
        }
    }

    @Test
    void onAConnectionThatAProxyKeptItCountsFromTheRequest() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.request("GET /nothing HTTP/1.1", "Host: localhost");
            client.head();
            client.socket().getInputStream().readNBytes(22);
            assertThat(chat.opened.poll(50, TimeUnit.MILLISECONDS)).isNull();
            long before = System.currentTimeMillis();
            client.upgrade("/v1/connect");

            assertThat(chat.session().acceptedAt).isGreaterThanOrEqualTo(before);
        }
    }

    @Test
    void oneAddressHoldsSoManyConnectionsAndNoMore() throws Exception {
        restart(ServerOptions.DEFAULT.with(ConnectionOptions.DEFAULT.withCaps(100, 2)));
        try (RawSocket first = RawSocket.upgraded(server.port());
                RawSocket second = RawSocket.upgraded(server.port());
                RawSocket third = new RawSocket(server.port())) {
            assertThat(third.ended()).isTrue();
            assertThat(server.connections()).isEqualTo(2);

            first.frame(0x88, new byte[0]);
            assertThat(first.closeCode()).isEqualTo(1005);
            second.frame(0x89, new byte[0]);
            assertThat(second.frame()).startsWith(0x8a);
        }
        PlainChat.Opened session = chat.session();
        session.gone.get(10, TimeUnit.SECONDS);
        chat.session().gone.get(10, TimeUnit.SECONDS);
        RawSocket.upgraded(server.port()).close();
    }

    @Test
    void thereAreSoManyConnectionsInAllAndNoMore() throws Exception {
        restart(ServerOptions.DEFAULT.with(ConnectionOptions.DEFAULT.withCaps(1, 100)));
        try (RawSocket first = RawSocket.upgraded(server.port());
                RawSocket second = new RawSocket(server.port())) {
            assertThat(second.ended()).isTrue();
            assertThat(first.socket().isConnected()).isTrue();
        }
    }

    @Test
    void aPortThatIsTakenIsSaidAtOnce() {
        assertThatThrownBy(() -> served.builder(chat)
                        .host("127.0.0.1")
                        .port(server.port())
                        .start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port());
    }
}
