package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.jakarta.JakartaEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The session core behind a Jakarta WebSocket container, here Tyrus. */
class JakartaEndpointTest {

    private final PlainChat chat = new PlainChat();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ServerContainer container = ServerContainerFactory.createServerContainer(Map.of());
    private int port;

    @BeforeEach
    void start() throws Exception {
        container.addEndpoint(ServerEndpointConfig.Builder.create(JakartaEndpoint.class, "/connect")
                .subprotocols(List.of(FrameCodec.JSON.subprotocol(), FrameCodec.CBOR.subprotocol()))
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(new JakartaEndpoint(chat.sessions(), threads));
                    }
                })
                .build());
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        container.start("/chat", port);
    }

    @AfterEach
    void stop() {
        container.stop();
        threads.shutdownNow();
    }

    private JdkSocket connect(FrameCodec codec) {
        return JdkSocket.open(
                HttpClient.newHttpClient(),
                URI.create("ws://127.0.0.1:" + port + "/chat/connect"),
                codec.subprotocol());
    }

    @Test
    void aClientSaysHelloInJson() throws Exception {
        JdkSocket client = connect(FrameCodec.JSON);

        assertThat(client.send(JdkSocket.HELLO).text()).contains("welcome");
        assertThat(chat.session().connection.remoteAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void aClientSaysHelloInCbor() throws Exception {
        JdkSocket client = connect(FrameCodec.CBOR);
        Frame hello = new Frame.Request(1, new Command.Hello("ada", new DeviceId("d1"), "", "test", List.of()));

        client.socket()
                .sendBinary(ByteBuffer.wrap(FrameCodec.CBOR.encode(hello)), true)
                .join();

        assertThat(FrameCodec.CBOR.decodeAnswers(client.binaries.take())).hasSize(1);
    }

    @Test
    void eventsArriveInOrder() throws Exception {
        JdkSocket client = connect(FrameCodec.JSON);
        PlainChat.Opened session = chat.session();

        for (int n = 1; n <= 500; n++) {
            session.push(new Event.Hint(new ConversationId("c." + n), n));
        }

        int seen = 0;
        while (seen < 500) {
            for (String line : (Iterable<String>) client.text().lines()::iterator) {
                assertThat(line).contains("\"c." + ++seen + "\"");
            }
        }
    }

    @Test
    void theSessionsCloseCodeReachesTheClient() throws Exception {
        JdkSocket client = connect(FrameCodec.JSON);
        PlainChat.Opened session = chat.session();

        session.push(new Event.Hint(new ConversationId("c.1"), 1));
        session.close(CloseCode.DISPLACED, "elsewhere");

        assertThat(client.text()).contains("c.1");
        assertThat(client.closedWith()).isEqualTo("4502 elsewhere");
        session.gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void theSessionLearnsThatTheClientLeft() throws Exception {
        JdkSocket client = connect(FrameCodec.JSON);
        PlainChat.Opened session = chat.session();

        client.socket().sendClose(1000, "bye").join();

        session.gone.get(10, TimeUnit.SECONDS);
    }
}
