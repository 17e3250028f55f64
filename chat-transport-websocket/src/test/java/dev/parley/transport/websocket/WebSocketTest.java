package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.session.EncodedFrame;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Served.class)
class WebSocketTest {

    private final Served served;

    private final PlainChat chat = new PlainChat();
    private final ChatServer server;

    WebSocketTest(Served served) {
        this.served = served;
        server = served.builder(chat).host("127.0.0.1").port(0).start();
    }

    @AfterEach
    void close() {
        server.close();
        served.close();
    }

    @Test
    void aClientSaysHelloInJson() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");

        assertThat(client.socket().getSubprotocol()).isEqualTo("parley.v1.json");
        assertThat(client.send(JdkSocket.HELLO).text()).contains("\"welcome\"").contains("\"user\":\"ada\"");
        PlainChat.Opened session = chat.session();
        assertThat(session.connection.remoteAddress()).isEqualTo("127.0.0.1");
        assertThat(session.connection.codec()).isSameAs(FrameCodec.JSON);
        assertThat(session.acceptedAt).isBetween(System.currentTimeMillis() - 10_000, System.currentTimeMillis());
    }

    @Test
    void aClientSaysHelloInCbor() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.cbor");
        Frame hello = new Frame.Request(1, new Command.Hello("ada", new DeviceId("d1"), "", "test", List.of()));

        client.socket()
                .sendBinary(ByteBuffer.wrap(FrameCodec.CBOR.encode(hello)), true)
                .join();

        List<Frame> answers = FrameCodec.CBOR.decodeAnswers(client.binaries.take());
        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Ok.class, ok -> assertThat(ok.result()).isInstanceOf(Result.Welcome.class));
    }

    @Test
    void theTokenMayComeInTheAuthorizationHeader() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json", "Authorization", "Bearer grace");

        client.send("{\"id\":1,\"hello\":{\"device\":\"d1\"}}");

        assertThat(client.text()).contains("\"user\":\"grace\"");
    }

    @Test
    void framesOfOneTurnShareAMessage() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");
        Event first = new Event.Hint(new ConversationId("c.1"), 7);
        Event second = new Event.Hint(new ConversationId("c.2"), 8);

        chat.session().push(first, second);

        assertThat(client.text().lines()).hasSize(2).first().asString().contains("c.1");
    }

    @Test
    void framesInCborFollowOneAnother() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.cbor");
        Event first = new Event.Hint(new ConversationId("c.1"), 7);
        Event second = new Event.Hint(new ConversationId("c.2"), 8);

        chat.session().push(first, second);

        assertThat(FrameCodec.CBOR.decodeAnswers(client.binaries.take()))
                .containsExactly(new Frame.Pushed(first), new Frame.Pushed(second));
    }

    @Test
    void manyFramesMakeSeveralBoundedMessages() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");
        int frames = 5_000;
        Event[] hints = IntStream.rangeClosed(1, frames)
                .mapToObj(n -> new Event.Hint(new ConversationId("c." + n), n))
                .toArray(Event[]::new);

        chat.session().push(hints);

        int seen = 0;
        while (seen < frames) {
            String message = client.text();
            assertThat(message.length()).isLessThanOrEqualTo(64 * 1024);
            for (String line : (Iterable<String>) message.lines()::iterator) {
                assertThat(line).contains("\"c." + ++seen + "\"");
            }
        }
    }

    @Test
    void oneMessageMayBringSeveralFramesAndFragments() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");
        client.socket().sendText(JdkSocket.HELLO.substring(0, 9), false).join();
        client.socket()
                .sendText(JdkSocket.HELLO.substring(9) + "\n{\"id\":2,\"ping\":{}}", true)
                .join();

        assertThat(client.text().lines()).hasSize(2);
    }

    @Test
    void pingsOfTheProtocolBelowAreAnswered() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");

        client.socket()
                .sendPing(ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8)))
                .join();

        assertThat(client.pongs.poll(10, TimeUnit.SECONDS)).isEqualTo("abc");
    }

    @Test
    void whatWasWrittenBeforeTheCloseComesBeforeIt() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");

        client.send("{\"id\":1,\"hello\":{\"token\":\"bad\",\"device\":\"d1\"}}");

        assertThat(client.text()).contains("unauthenticated");
        assertThat(client.closedWith()).isEqualTo("4501 no such user");
        chat.session().gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void nothingIsReceivedAfterTheSessionClosed() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");
        PlainChat.Opened session = chat.session();

        client.send("{\"id\":1,\"hello\":{\"token\":\"bad\",\"device\":\"d1\"}}\n{\"id\":2,\"ping\":{}}");

        assertThat(client.closedWith()).startsWith("4501");
        session.gone.get(10, TimeUnit.SECONDS);
        assertThat(session.received).hasSize(1);
    }

    @Test
    void aReasonThatIsTooLongForACloseFrameIsLeftOut() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");

        chat.session().close(CloseCode.OVERLOADED, "x".repeat(124));

        assertThat(client.closedWith()).isEqualTo("4003 ");
    }

    @Test
    void aFaultInASessionClosesIt() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");

        client.send("{\"id\":1,\"typing\":{\"conversation\":\"c.1\"}}");

        assertThat(client.closedWith()).startsWith("4006");
    }

    @Test
    void aClientThatClosesIsAnsweredInKind() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");

        client.socket().sendClose(4321, "bye").join();

        assertThat(client.closedWith()).startsWith("4321");
        chat.session().gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aSessionLearnsThatItsConnectionBroke() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");

        client.socket().abort();

        chat.session().gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void closingTheServerTellsSessionsToConnectElsewhere() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");
        chat.session();

        server.close();

        assertThat(client.closedWith()).startsWith("4000");
        assertThat(server.connections()).isZero();
    }

    @Test
    void whatIsWrittenAfterTheConnectionBrokeIsDropped() throws Exception {
        JdkSocket client = JdkSocket.open(server.port(), "parley.v1.json");
        PlainChat.Opened session = chat.session();
        client.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        session.gone.get(10, TimeUnit.SECONDS);

        session.connection
                .executor()
                .execute(() -> session.connection.write(
                        new EncodedFrame(new Frame.Pushed(new Event.Hint(new ConversationId("c.1"), 1)))));
        session.connection.executor().execute(session.connection::flush);

        session.close(CloseCode.INTERNAL, "late");
        assertThat(client.texts).isEmpty();
    }
}
