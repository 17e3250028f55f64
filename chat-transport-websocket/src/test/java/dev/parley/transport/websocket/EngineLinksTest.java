package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.CloseCode;
import dev.parley.testkit.proxy.Direction;
import dev.parley.testkit.proxy.Fault;
import dev.parley.testkit.proxy.FaultProxy;
import dev.parley.transport.websocket.options.LinkOptions;
import dev.parley.transport.websocket.options.LinkTrust;
import dev.parley.transport.websocket.options.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection node and the engine nodes it knows: who serves whom, and what happens when one is gone. */
class EngineLinksTest {

    private static final LinkOptions OPTIONS =
            LinkOptions.DEFAULT.withTimes(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMillis(200));

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final PlainChat one = new PlainChat();
    private final PlainChat two = new PlainChat();

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private EnginePort engine(PlainChat chat, LinkTrust trust) {
        EnginePort port =
                EnginePort.open(chat, trust, OPTIONS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        opened.push(
                () -> port.close(Duration.ofMillis(100)).toCompletableFuture().join());
        return port;
    }

    private EngineLinks links(LinkTrust trust, Integer... ports) {
        EngineLinks links = EngineLinks.open(
                trust,
                OPTIONS,
                Arrays.stream(ports)
                        .map(port -> InetSocketAddress.createUnresolved("127.0.0.1", port))
                        .toList());
        opened.push(
                () -> links.close(Duration.ofMillis(100)).toCompletableFuture().join());
        return links;
    }

    private ChatServer server(EngineLinks links) {
        ChatServer server = ChatServer.builder(links).host("127.0.0.1").port(0).start();
        opened.push(
                () -> server.close(Duration.ofMillis(100)).toCompletableFuture().join());
        return server;
    }

    private FaultProxy proxy(int port) throws IOException {
        FaultProxy proxy = FaultProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        opened.push(proxy);
        return proxy;
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("20 s have passed").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static HttpResponse<String> get(ChatServer server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void newClientsGoToTheEngineNodeWithTheFewest() throws Exception {
        EngineLinks links = links(
                Served.TRUST,
                engine(one, Served.TRUST).port(),
                engine(two, Served.TRUST).port());
        ChatServer server = server(links);
        until(() -> links.reachable() == 2);

        List<JdkSocket> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(JdkSocket.open(server.port(), "parley.v1.json"));
            clients.get(i).send(JdkSocket.HELLO).text();
        }

        assertThat(one.opened).hasSize(5);
        assertThat(two.opened).hasSize(5);
        assertThat(links.clients()).isEqualTo(10);
    }

    @Test
    void clientsOfALostEngineNodeAreClosedToComeBackAndOthersStay() throws Exception {
        FaultProxy way = proxy(engine(one, Served.TRUST).port());
        EngineLinks links = links(Served.TRUST, way.port());
        ChatServer server = server(links);
        until(() -> links.reachable() == 1);
        JdkSocket first = JdkSocket.open(server.port(), "parley.v1.json");
        PlainChat.Opened lost = one.session();
        links.engines(List.of(
                InetSocketAddress.createUnresolved("127.0.0.1", way.port()),
                InetSocketAddress.createUnresolved(
                        "127.0.0.1", engine(two, Served.TRUST).port())));
        until(() -> links.reachable() == 2);
        JdkSocket second = JdkSocket.open(server.port(), "parley.v1.json");
        assertThat(second.send(JdkSocket.HELLO).text()).contains("welcome");

        way.fault(Direction.TO_CLIENT, new Fault.Blackhole());
        way.fault(Direction.TO_SERVER, new Fault.Blackhole());

        assertThat(first.closedWith()).startsWith("4000");
        JdkSocket again = JdkSocket.open(server.port(), "parley.v1.json");
        assertThat(again.send(JdkSocket.HELLO).text()).contains("welcome");
        assertThat(two.opened).hasSize(2);
        assertThat(second.send("{\"id\":9,\"ping\":{}}").text()).contains("\"id\":9");
        lost.gone.get(20, TimeUnit.SECONDS);
    }

    @Test
    void withoutAnEngineNodeEverythingIsRefusedRetryably() throws Exception {
        ChatServer server = server(links(Served.TRUST, 1));

        try (RawSocket client = new RawSocket(server.port())) {
            assertThat(client.upgrade("/v1/connect").head())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 1");
        }
        HttpResponse<String> health = get(server, "/v1/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).isEqualTo("{\"status\":\"down\"}");
        assertThat(get(server, "/v1/inbox").statusCode()).isEqualTo(503);
    }

    @Test
    void anEngineNodeThatDrainsIsBroughtNoMore() throws Exception {
        EngineLinks links = links(
                Served.TRUST,
                engine(one, Served.TRUST).port(),
                engine(two, Served.TRUST).port());
        ChatServer server = server(links);
        until(() -> links.reachable() == 2);
        JdkSocket first = JdkSocket.open(server.port(), "parley.v1.json");
        first.send(JdkSocket.HELLO).text();
        PlainChat drains = one.opened.isEmpty() ? two : one;
        PlainChat stays = drains == one ? two : one;

        drains.session().close(CloseCode.GOING_AWAY, "the node drains");

        assertThat(first.closedWith()).startsWith("4000");
        for (int i = 0; i < 3; i++) {
            JdkSocket.open(server.port(), "parley.v1.json")
                    .send(JdkSocket.HELLO)
                    .text();
        }
        assertThat(stays.opened).hasSize(3);
    }

    @Test
    void aConnectionNodeThatDrainsTellsItsClientsWhenToGo() throws Exception {
        EngineLinks links = links(Served.TRUST, engine(one, Served.TRUST).port());
        ChatServer server = server(links);
        until(() -> links.reachable() == 1);
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");
        client.send(JdkSocket.HELLO).text();

        links.close(Duration.ofSeconds(2));

        assertThat(client.text()).contains("going_away").contains("reconnectAfterMs");
        try (RawSocket late = new RawSocket(server.port())) {
            assertThat(late.upgrade("/v1/connect").head()).startsWith("HTTP/1.1 503 ");
        }
        assertThat(client.send("{\"id\":9,\"ping\":{}}").text()).contains("\"id\":9");
        assertThat(client.closedWith()).startsWith("4000");
        one.session().gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anEngineNodeThatDoesNotKnowTheSecretIsNotTrusted() throws Exception {
        byte[] another = new byte[32];
        another[0] = 1;
        EngineLinks links =
                links(Served.TRUST, engine(one, LinkTrust.withoutTls(another)).port());
        ChatServer server = server(links);

        // A second one that is trusted shows that there was time for the first.
        links.engines(List.of(InetSocketAddress.createUnresolved(
                "127.0.0.1", engine(two, Served.TRUST).port())));
        until(() -> links.reachable() == 1);
        JdkSocket.open(server.port(), "parley.v1.json").send(JdkSocket.HELLO).text();

        assertThat(one.opened).isEmpty();
        assertThat(two.opened).hasSize(1);
    }

    @Test
    void overTlsBothSidesShowACertificate(@TempDir Path folder) throws Exception {
        TlsFiles engine = TestCertificate.in(folder, "engine");
        TlsFiles node = TestCertificate.in(folder, "node");
        TlsFiles stranger = TestCertificate.in(folder, "stranger");
        Path both = folder.resolve("both.crt");
        Files.writeString(both, Files.readString(engine.certificates()) + Files.readString(node.certificates()));
        byte[] secret = Served.TRUST.secret();
        int port = engine(one, LinkTrust.tls(secret, engine, both)).port();

        EngineLinks known = links(LinkTrust.tls(secret, node, both), port);
        EngineLinks unknown = links(LinkTrust.tls(secret, stranger, both), port);
        EngineLinks plain = links(Served.TRUST, port);
        until(() -> known.reachable() == 1);

        JdkSocket client = JdkSocket.open(server(known).port(), "parley.v1.json");
        assertThat(client.send(JdkSocket.HELLO).text()).contains("welcome");
        assertThat(unknown.reachable()).isZero();
        assertThat(plain.reachable()).isZero();
        try (RawLink bare = new RawLink(port)) {
            bare.stream(1).awaitEnd();
        }
        assertThat(one.opened).hasSize(1);
    }
}
